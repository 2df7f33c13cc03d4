using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using Mono.Unix.Native;
using Xunit;

namespace ContainerRt.Integration.Oci;

/// <summary>Mount targets that are not there yet.</summary>
public sealed class MountTargetTests : OciTest
{
    private readonly string _source;

    public MountTargetTests()
    {
        _source = Path.Combine(Folder, "source");
        Bundle.Config["root"]!["readonly"] = false;
    }

    // as /etc/resolv.conf of images with systemd-resolved
    [Theory]
    [InlineData("/run/resolve/stub", "/run/resolve/stub")]
    [InlineData("../run/resolve/stub", "/run/resolve/stub")]
    [InlineData("../../../../../../run/stub", "/run/stub")]
    [InlineData("/hop/stub", "/var/far/stub")]
    [InlineData("/one", "/three")]
    public void A_file_is_made_behind_a_link_that_leads_nowhere(string link, string made)
    {
        Link("/var/far", "hop");
        Link("two", "one");
        Link("/three", "two");
        Link(link, "etc/target");
        File.WriteAllText(_source, "content\n");
        Mount("/etc/target");
        _ = Bundle.Shell($"cat {made}; cat /etc/target; readlink /etc/target");
        Outcome run = Run();
        Assert.Equal($"content\ncontent\n{link}\n", run.Output);
        Assert.Equal("", File.ReadAllText(Bundle.Root + made));
    }

    [Fact]
    public void A_directory_is_made_behind_a_link_that_leads_nowhere()
    {
        Link("../srv/place", "etc/target");
        _ = Directory.CreateDirectory(Path.Combine(_source, "inner"));
        Mount("/etc/target/deeper");
        _ = Bundle.Shell("ls /srv/place/deeper");
        Assert.Equal("inner\n", Run().Output);
    }

    [Fact]
    public void Links_in_a_circle_are_an_error_of_the_mount()
    {
        Link("/etc/other", "etc/target");
        Link("/etc/target", "etc/other");
        File.WriteAllText(_source, "");
        Mount("/etc/target");
        _ = Bundle.Command("true");
        FailsNaming(Run(), "/etc/target", "too many levels of symbolic links");
    }

    [Fact]
    public void A_path_that_gets_too_long_by_a_link_is_an_error_of_the_mount()
    {
        string half = string.Concat(Enumerable.Repeat("/" + new string('x', 200), 11));
        Link(half, "link");
        File.WriteAllText(_source, "");
        Mount($"/link{half}");
        _ = Bundle.Command("true");
        FailsNaming(Run(), "/link", "file name too long");
    }

    [Fact]
    public void A_tmpfs_takes_the_mode_of_its_directory_or_its_own_when_that_has_to_be_made()
    {
        _ = Directory.CreateDirectory(Path.Combine(Bundle.Root, "there"));
        Assert.Equal(
            0,
            Syscall.chmod(
                Path.Combine(Bundle.Root, "there"),
                NativeConvert.FromOctalPermissionString("0710")
            )
        );
        Mount("/there", "tmpfs");
        Mount("/made/deep", "tmpfs");
        _ = Bundle.Shell("stat -c %a /there /made /made/deep");
        Assert.Equal("710\n755\n1777\n", Run().Output);
    }

    // as an engine does it for the host's pid namespace
    [Fact]
    public void The_hosts_procfs_is_bound_where_the_container_has_no_pid_namespace_of_its_own()
    {
        JsonArray namespaces = Bundle.Config["linux"]!["namespaces"]!.AsArray();
        _ = namespaces.RemoveAll(x => x!["type"]!.GetValue<string>() == "pid");
        JsonNode proc = Bundle.Config["mounts"]!
            .AsArray()
            .First(x => x!["destination"]!.GetValue<string>() == "/proc")!;
        proc["type"] = "none";
        proc["source"] = "/proc";
        proc["options"] = TestBundle.Strings(["rbind", "nosuid", "nodev", "noexec"]);
        _ = Bundle.Command("readlink", "/proc/self/ns/pid");
        Assert.Equal(new FileInfo("/proc/self/ns/pid").LinkTarget, Run().Text);
    }

    private void Link(string target, string at) =>
        Assert.Equal(0, Syscall.symlink(target, Path.Combine(Bundle.Root, at)));

    private void Mount(string destination, string type = "bind") =>
        Bundle.Config["mounts"]!
            .AsArray()
            .Add(
                new JsonObject
                {
                    ["destination"] = destination,
                    ["type"] = type,
                    ["source"] = type == "bind" ? _source : type,
                    ["options"] =
                        type == "bind" ? TestBundle.Strings(["bind"]) : TestBundle.Strings([]),
                }
            );
}
