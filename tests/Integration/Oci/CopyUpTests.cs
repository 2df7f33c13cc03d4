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
