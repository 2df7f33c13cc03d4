using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace ContainerRt.Style.Projects;

/// <summary>How the projects hang together.</summary>
public sealed class ProjectTests
{
    // DESIGN.md section 2: who may reference whom
    private static readonly Dictionary<string, string[]> s_references = new(StringComparer.Ordinal)
    {
        ["Linux"] = [],
        ["Spec"] = [],
        ["Init"] = ["Linux"],
        ["Runtime"] = ["Init", "Linux", "Spec"],
        ["ImageStore"] = ["Linux", "Spec"],
        ["Ttrpc"] = ["Linux"],
        ["Shim"] = ["Ttrpc", "Linux", "Spec"],
        ["Engine"] = ["Runtime", "ImageStore", "Ttrpc", "Linux", "Spec"],
        ["Cli"] = ["Engine", "Ttrpc", "Runtime", "ImageStore", "Init", "Linux", "Spec"],
        ["ImageWorker"] = ["ImageStore", "Linux", "Spec"],
    };

    // packages that may be linked into the OCI path, each for a reason in Directory.Packages.props
    private static readonly string[] s_ociPath = ["Linux", "Spec", "Init", "Runtime", "Cli"];

    [Fact]
    public void Project_references_run_one_way()
    {
        var wrong = new List<string>();
        foreach ((string name, XDocument project) in Projects())
        {
            Assert.True(
                s_references.ContainsKey(name),
                $"src/{name} is not in the table of DESIGN.md 2"
            );
            IEnumerable<string> references = Includes(project, "ProjectReference")
                .Select(x => Path.GetFileNameWithoutExtension(x.Replace('\\', '/')));
            wrong.AddRange(
                references.Except(s_references[name]).Select(x => $"src/{name} references {x}")
            );
        }
        None(wrong);
    }

    [Fact]
    public void The_OCI_path_links_no_package_but_the_libc_bindings() =>
        None(
            Projects()
                .Where(x => s_ociPath.Contains(x.Name))
                .SelectMany(x =>
                    Includes(x.Project, "PackageReference").Select(package => (x.Name, package))
                )
                .Where(x => x.package is not "Tmds.LibC")
                .Select(x => $"src/{x.Name} references {x.package}")
        );

    [Fact]
    public void Every_project_says_what_belongs_in_it() =>
        None(
            Projects()
                .Where(x => !File.Exists(Repository.At($"src/{x.Name}/README.md")))
                .Select(x => $"src/{x.Name}/README.md is missing")
        );

    [Fact]
    public void Every_package_pin_has_its_reason_above_it() =>
        None(
            Unexplained(File.ReadAllLines(Repository.At("Directory.Packages.props")))
                .Select(x => $"Directory.Packages.props: {x}")
        );

    [Fact]
    public void A_pin_without_a_reason_is_found() =>
        Assert.Equal(
            ["<PackageVersion Include=\"B\" />"],
            Unexplained([
                "<!-- why A -->",
                "<PackageVersion Include=\"A\" />",
                "",
                "<PackageVersion Include=\"B\" />",
            ])
        );

    [Fact]
    public void Every_package_pin_has_a_project_that_uses_it()
    {
        IEnumerable<string> used = Directory
            .EnumerateFiles(Repository.Top, "*.csproj", SearchOption.AllDirectories)
            .Where(x => !Repository.IsMade(x))
            .Append(Repository.At("Directory.Build.props"))
            .SelectMany(x => Includes(XDocument.Load(x), "PackageReference"));
        None(
            Includes(XDocument.Load(Repository.At("Directory.Packages.props")), "PackageVersion")
                .Except(used)
                .Select(x => $"Directory.Packages.props pins {x}, which no project references")
        );
    }

    // one reason may stand above several pins that belong together
    private static IEnumerable<string> Unexplained(string[] lines)
    {
        bool explained = false;
        foreach (string line in lines.Select(x => x.Trim()))
        {
            bool pin = line.StartsWith("<PackageVersion ", StringComparison.Ordinal);
            explained = line.EndsWith("-->", StringComparison.Ordinal) || (pin && explained);
            if (pin && !explained)
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<(string Name, XDocument Project)> Projects() =>
        Directory
            .EnumerateFiles(Repository.At("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(x => !Repository.IsMade(x))
            .Select(x => (Path.GetFileNameWithoutExtension(x), XDocument.Load(x)));

    private static IEnumerable<string> Includes(XDocument project, string item) =>
        project.Descendants(item).Select(x => x.Attribute("Include")!.Value);

    private static void None(IEnumerable<string> wrong)
    {
        string[] all = [.. wrong];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
