using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace ContainerRt.Style.Sources;

/// <summary>What the compiler and the analyzers cannot check of the house rules.</summary>
public sealed partial class SourceTests
{
    private const int MaxLines = 400;

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
    public void A_file_has_at_most_400_lines() =>
        None(
            Sources()
                .Where(x => Lines(x).Length > MaxLines && !IsTable(x))
                .Select(x => $"{Repository.Relative(x)}: {Lines(x).Length} lines")
        );

    [Fact]
    public void The_kernel_is_called_only_from_Linux_and_Init() =>
        None(
            Repository
                .CSharpFiles("src")
                .Where(x =>
                    !Repository.Relative(x).StartsWith("src/Linux/", StringComparison.Ordinal)
                )
                .Where(x =>
                    !Repository.Relative(x).StartsWith("src/Init/", StringComparison.Ordinal)
                )
                .SelectMany(x => Matches(x, KernelCall()))
        );

    [Fact]
    public void No_source_uses_DllImport() =>
        None(Repository.CSharpFiles("src").SelectMany(x => Matches(x, DllImport())));

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
    public void Every_row_of_kernel_features_has_feature_since_use_and_fallback()
    {
        string file = Repository.At("docs/kernel-features.md");
        Assert.SkipUnless(File.Exists(file), "docs/kernel-features.md is not written yet");
        string[] rows =
        [
            .. Lines(file)
                .Where(x => x.StartsWith('|') && !x.StartsWith("|-", StringComparison.Ordinal)),
        ];
        Assert.True(rows.Length > 1, "docs/kernel-features.md holds no table");
        None(
            rows.Skip(1)
                .Where(x =>
                    x.Split('|').Length < 6
                    || x.Trim('|').Split('|').Take(4).Any(string.IsNullOrWhiteSpace)
                )
                .Select(x => $"not feature | since | used for | fallback: {x}")
        );
    }

    [Fact]
    public void No_file_names_a_machine_or_leaves_a_wish_without_a_condition() =>
        None(
            Sources()
                .Where(x => !x.EndsWith("/SourceTests.cs", StringComparison.Ordinal))
                .SelectMany(x => Matches(x, Banned()))
        );

    [Fact]
    public void A_long_method_is_excused_only_as_a_table() =>
        None(
            Sources()
                .Where(x => !x.EndsWith("/SourceTests.cs", StringComparison.Ordinal))
                .SelectMany(x => Matches(x, UnexplainedPragma()))
        );

    private static IEnumerable<string> Sources() =>
        Repository.CSharpFiles("src").Concat(Repository.CSharpFiles("tests"));

    private static string[] Lines(string file) => File.ReadAllLines(file);

    private static bool IsTable(string file) =>
        Lines(file).Any(x => x.Contains("csharpier-ignore", StringComparison.Ordinal))
        || Lines(file).Any(x => x.Contains("MA0051 // ", StringComparison.Ordinal));

    private static IEnumerable<string> Matches(string file, Regex what) =>
        Lines(file)
            .Select((line, index) => (line, index))
            .Where(x => what.IsMatch(x.line))
            .Select(x => $"{Repository.Relative(file)}:{x.index + 1}: {x.line.Trim()}");

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

    [GeneratedRegex(@"\b(LibraryImport|DllImport)\(|(^|\s)unsafe\s|\bfixed \(")]
    private static partial Regex KernelCall();

    [GeneratedRegex(@"\[DllImport\b")]
    private static partial Regex DllImport();

    [GeneratedRegex(@"\b(TODO|FIXME|XXX|HACK)\b(?!.*(#\d+| when ))|/wor[k]/|/far[m]/|/home/[a-z]")]
    private static partial Regex Banned();

    [GeneratedRegex(@"#pragma warning disable [A-Z0-9, ]+$|SuppressMessage\((?!.*Justification)")]
    private static partial Regex UnexplainedPragma();
}
