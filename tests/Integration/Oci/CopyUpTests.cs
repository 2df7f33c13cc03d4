using System.IO;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using Mono.Unix.Native;
using Xunit;

namespace ContainerRt.Integration.Oci;

public sealed class CopyUpTests : OciTest
{
    [Fact]
    public void A_tmpfs_with_tmpcopyup_begins_with_what_it_covers()
    {
        string filled = Path.Combine(Bundle.Root, "filled");
        _ = Directory.CreateDirectory(Path.Combine(filled, "deep/deeper"));
        File.WriteAllText(Path.Combine(filled, "deep/deeper/file"), "content\n");
        Own("filled", 12, "1755");
        Own("filled/deep", 34, "750");
        Own("filled/deep/deeper/file", 56, "4755");
        Assert.Equal(0, Syscall.symlink("/etc/passwd", Path.Combine(filled, "link")));
        CoverFilled("mode=1755");
        _ = Bundle.Shell(
            "cd /filled; stat -f -c %T .; stat -c '%a %u %n' . deep deep/deeper/file; readlink link; cat deep/deeper/file"
        );
        Outcome outcome = Run();
        Assert.Equal(
            "tmpfs\n1755 12 .\n750 34 deep\n4755 56 deep/deeper/file\n/etc/passwd\ncontent\n",
            outcome.Output
        );
    }

    [Fact]
    public void What_does_not_fit_into_the_tmpfs_is_an_error_of_the_mount()
    {
        string filled = Path.Combine(Bundle.Root, "filled");
        _ = Directory.CreateDirectory(filled);
        File.WriteAllBytes(Path.Combine(filled, "large"), new byte[256 * 1024]);
        CoverFilled("size=64k");
        _ = Bundle.Command("true");
        FailsNaming(Run(), "/filled", "no space left");
    }

    [Fact]
    public void An_owner_that_the_options_name_is_not_replaced_by_the_covered_directorys()
    {
        _ = Directory.CreateDirectory(Path.Combine(Bundle.Root, "filled"));
        CoverFilled("uid=12");
        _ = Bundle.Shell("stat -c '%u %g' /filled");
        Assert.Equal("12 0\n", Run().Output);
    }

    // what would be copied is /proc of the host's processes, before it is masked
    [Fact]
    public void A_link_of_the_image_to_proc_is_refused_before_anything_is_copied()
    {
        Assert.Equal(0, Syscall.symlink("/proc", Path.Combine(Bundle.Root, "filled")));
        CoverFilled("size=64k");
        _ = Bundle.Command("true");
        FailsNaming(Run(), "/filled", "inside /proc");
    }

    [Fact]
    public void What_is_mounted_below_the_covered_directory_is_not_copied()
    {
        _ = Directory.CreateDirectory(Path.Combine(Bundle.Root, "filled/inner"));
        Bundle.Mounts.Add(
            new JsonObject
            {
                ["destination"] = "/filled/inner",
                ["type"] = "bind",
                ["source"] = Bundle.Root + "/bin",
                ["options"] = TestBundle.Strings(["rbind"]),
            }
        );
        CoverFilled("mode=755");
        _ = Bundle.Shell("ls /filled/inner | wc -l");
        Assert.Equal("0\n", Run().Output);
    }

    private void CoverFilled(string option) =>
        Bundle.Mounts.Add(
            new JsonObject
            {
                ["destination"] = "/filled",
                ["type"] = "tmpfs",
                ["source"] = "tmpfs",
                ["options"] = TestBundle.Strings(["rw", "tmpcopyup", option]),
            }
        );

    private void Own(string name, uint uid, string mode)
    {
        string path = Path.Combine(Bundle.Root, name);
        Assert.Equal(0, Syscall.chown(path, uid, 0));
        Assert.Equal(0, Syscall.chmod(path, (FilePermissions)System.Convert.ToUInt32(mode, 8)));
    }
}
