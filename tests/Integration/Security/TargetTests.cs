using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>Mount targets, devices and directories that an image redirects by links (security.md 1.A).</summary>
/// <remarks>
/// Tried with a build whose RootedPath resolved without RESOLVE_IN_ROOT, MountRule and MountSteps without their looks at /proc, and
/// MountPlanner without OrdinaryDirectory: SEC-02, SEC-03, SEC-04 and SEC-14 for dev itself were red. The deeper cases of SEC-14 and
/// SEC-16 stayed green: something else refuses them first.
/// </remarks>
public sealed class TargetTests : OciTest
{
    private readonly Canary _canary;

    public TargetTests() => _canary = new Canary(Path.Combine(Folder, "canary"));

    // SEC-02, CVE-2015-3629.
    [Theory]
    [InlineData("absolute")]
    [InlineData("climbing")]
    public void A_mount_behind_a_link_is_made_inside_the_root(string kind)
    {
        string target =
            kind == "absolute" ? _canary.Folder : "../../../../../../../.." + _canary.Folder;
        Bundle.Config["root"]!["readonly"] = false;
        _ = Directory.CreateDirectory(Bundle.Root + _canary.Folder);
        _ = File.CreateSymbolicLink(Path.Combine(Bundle.Root, "link"), target);
        Mount("/link/inside", "tmpfs", "tmpfs");
        _ = Bundle.Shell("echo text >/link/inside/file; ls /link/inside; ls /link");
        Outcome run = Run();
        Assert.True(run is { ExitCode: 0, Text: "file\ninside" }, run.ToString());
        Assert.Equal("", _canary.Changes());
    }

    // SEC-03, CVE-2015-3631, CVE-2019-16884
    [Theory]
    [InlineData("/proc")]
    [InlineData("/proc/self")]
    [InlineData("/proc/self/attr")]
    [InlineData("/proc/sys")]
    [InlineData("/proc/../proc/sys/kernel")]
    public void A_mount_over_proc_is_refused(string destination)
    {
        Mount(destination, "bind", _canary.Folder, "bind");
        _ = Bundle.Command("true");
        FailsNaming(Run(), "/proc");
        Assert.Equal("", _canary.Changes());
    }

    // SEC-04, CVE-2019-19921, CVE-2023-27561: what is mounted on must be the directory itself
    [Theory]
    [InlineData("proc", "link")]
    [InlineData("proc", "chain")]
    [InlineData("proc", "file")]
    [InlineData("sys", "link")]
    [InlineData("sys", "file")]
    public void Proc_and_sys_of_an_image_are_ordinary_directories(string name, string kind)
    {
        string place = Path.Combine(Bundle.Root, name);
        Directory.Delete(place);
        switch (kind)
        {
            case "link":
                _ = File.CreateSymbolicLink(place, _canary.Folder);
                break;
            case "chain":
                _ = File.CreateSymbolicLink(place, "/hop");
                _ = File.CreateSymbolicLink(Path.Combine(Bundle.Root, "hop"), "/etc");
                break;
            default:
                File.WriteAllText(place, "");
                break;
        }
        _ = Bundle.Command("true");
        FailsNaming(Run(), "must be mounted on ordinary directory");
        Assert.Equal("", _canary.Changes());
    }

    // SEC-14, CVE-2026-41579: devices, ptmx and links of /dev are made relative to the root
    [Theory]
    [InlineData("dev")]
    [InlineData("dev/pts")]
    [InlineData("dev/shm")]
    [InlineData("dev/mqueue")]
    public void Devices_are_made_inside_the_root_whatever_dev_is(string name)
    {
        string place = Path.Combine(Bundle.Root, name);
        if (Directory.Exists(place))
        {
            Directory.Delete(place);
        }
        _ = File.CreateSymbolicLink(place, _canary.Folder);
        // without the tmpfs on /dev the image's own directory is filled
        JsonNode dev = Bundle.Mounts.First(x => x!["destination"]!.GetValue<string>() == "/dev")!;
        _ = Bundle.Mounts.Remove(dev);
        Bundle.Config["root"]!["readonly"] = false;
        _ = Bundle.Command("true");
        _ = Run();
        Assert.Equal("", _canary.Changes());
    }

    // SEC-16, CVE-2026-55686
    [Fact]
    public void A_working_directory_behind_a_link_is_made_inside_the_root()
    {
        Bundle.Config["root"]!["readonly"] = false;
        _ = File.CreateSymbolicLink(Path.Combine(Bundle.Root, "link"), _canary.Folder);
        Bundle.Process["cwd"] = "/link/new/deep";
        _ = Bundle.Command("pwd");
        _ = Run();
        Assert.Equal("", _canary.Changes());
    }

    private void Mount(string destination, string type, string source, params string[] options) =>
        Bundle.Mounts.Add(
            new JsonObject
            {
                ["destination"] = destination,
                ["type"] = type,
                ["source"] = source,
                ["options"] = TestBundle.Strings(options),
            }
        );
}
