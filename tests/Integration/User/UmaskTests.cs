using System.IO;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>The caller's umask says nothing of what is made for a container.</summary>
public sealed class UmaskTests : UserTest
{
    private const string Look =
        "umask; stat -c '%a %n' / /etc /etc/hosts /etc/hostname /etc/resolv.conf /sys/fs/cgroup /dev /vol /made /made/here /bound; cat /etc/hosts >/dev/null";

    [Theory]
    [InlineData("027")]
    [InlineData("077")]
    [InlineData("000")]
    public void A_container_is_the_same_with_any_umask_of_the_caller(string umask)
    {
        ImageLayout layout = new(
            Path.Combine(Folder, "layout"),
            "umask:latest",
            [TestImages.WithoutDirectories()],
            ["/vol"]
        );
        string archive = layout.Archive();
        _ = With(umask, $"load -q -i {archive}");
        string expected =
            "0022\n755 /\n755 /etc\n644 /etc/hosts\n644 /etc/hostname\n644 /etc/resolv.conf\n755 /sys/fs/cgroup\n755 /dev\n755 /vol\n755 /made\n755 /made/here\n755 /bound";
        string options = $"-v {Folder}/missing/dir:/bound -w /made/here";
        string run = $"run --rm {options} -u 1000 umask sh -c \"{Look}\"";
        Assert.Equal(expected, With(umask, run));
        _ = With(umask, $"run -d --name box {options} umask sleep 1000");
        Assert.Equal(expected, With(umask, $"exec -u 1000 box sh -c \"{Look}\""));
        _ = With(umask, "rm -f box");
    }

    [Fact]
    public void A_file_that_the_caller_names_is_made_by_his_umask()
    {
        ImageLayout layout = TestImages.Busybox(Path.Combine(Folder, "layout"));
        _ = Succeeds("load", "-q", "-i", layout.Archive());
        string file = Path.Combine(Folder, "saved.tar");
        _ = With("077", $"save -o {file} busybox");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private string With(string umask, string command)
    {
        Outcome outcome = ProgramRun.To(
            "sh",
            ["-c", $"umask {umask}; {Program} {command}"],
            new RunOptions { Environment = Variables }
        );
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return outcome.Text;
    }
}
