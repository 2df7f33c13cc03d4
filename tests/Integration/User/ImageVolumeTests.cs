using System.IO;
using System.Linq;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>VOLUMEs of an image.</summary>
public sealed class ImageVolumeTests : UserTest
{
    public ImageVolumeTests()
    {
        ImageLayout layout = new(
            Path.Combine(Folder, "layout"),
            "volumes:latest",
            [TestImages.BusyboxTar()],
            ["/etc/", "/new/dir", "/../tmp"]
        );
        _ = Succeeds("load", "-q", "-i", layout.Archive());
    }

    [Fact]
    public void They_begin_with_the_images_content_and_can_be_written_below_a_read_only_root() =>
        Assert.Equal(
            "root:x:0:0\n3\nwritten\nlocalhost",
            Sh(
                "head -n 1 /etc/passwd | cut -d: -f1-4; mount | grep -c ' on /etc type\\| on /new/dir type\\| on /tmp type';"
                    + "echo x >>/etc/passwd && touch /new/dir/x /tmp/x && echo written; awk 'NR == 1 {print $2}' /etc/hosts",
                "--read-only"
            )
        );

    [Fact]
    public void Two_containers_do_not_share_them() =>
        Assert.Equal(
            "mine\nnothing",
            Sh("echo mine | tee /new/dir/x")
                + "\n"
                + Sh("cat /new/dir/x 2>/dev/null || echo nothing")
        );

    [Fact]
    public void They_last_from_start_to_start_and_go_with_the_container()
    {
        _ = Succeeds(
            "run",
            "--name",
            "box",
            "volumes",
            "sh",
            "-c",
            "echo again >>/new/dir/x; cat /new/dir/x"
        );
        Assert.Equal("again\nagain", Succeeds("start", "-a", "box"));
        Assert.Equal(
            "again",
            File.ReadAllText(Path.Combine(Only("containers"), "volumes/2/x")).Split('\n')[1]
        );
        _ = Succeeds("rm", "-v", "box");
        Assert.Empty(Directory.GetDirectories(Path.Combine(StateRoot, "containers")));
    }

    [Fact]
    public void The_users_volume_goes_before_the_images()
    {
        string own = Directory.CreateDirectory(Path.Combine(Folder, "own")).FullName;
        Assert.Equal("", Sh("touch /new/dir/here", "-v", $"{own}:/new/dir"));
        Assert.True(File.Exists(Path.Combine(own, "here")));
    }

    // SEC-92, CVE-2022-23648
    [Theory]
    [InlineData("")]
    [InlineData("/../../../../../../../../..")]
    public void A_volume_that_is_a_link_to_the_host_holds_nothing_of_it(string up)
    {
        string secrets = Directory.CreateDirectory(Path.Combine(Folder, "secrets")).FullName;
        File.WriteAllText(Path.Combine(secrets, "secret"), "of the host");
        string layer = Directory.CreateDirectory(Path.Combine(Folder, "layer")).FullName;
        _ = File.CreateSymbolicLink(Path.Combine(layer, "link"), up + secrets);
        string tar = Path.Combine(Folder, "layer.tar");
        Outcome packed = ProgramRun.To("tar", ["-C", layer, "-cf", tar, "link"]);
        Assert.True(packed.ExitCode == 0, packed.ToString());
        ImageLayout layout = new(
            Path.Combine(Folder, "linked"),
            "linked:latest",
            [TestImages.BusyboxTar(), File.ReadAllBytes(tar)],
            ["/link"]
        );
        _ = Succeeds("load", "-q", "-i", layout.Archive());
        Outcome run = Crt("run", "--rm", "linked", "sh", "-c", "echo mine >/link/mine; ls /link/");
        Assert.True(run.ExitCode != 0 || run.Text == "mine", run.ToString());
        Assert.Equal(["secret"], Directory.GetFiles(secrets).Select(Path.GetFileName));
    }

    // an image of a megabyte could fill the disk with copies of one file
    [Fact]
    public void A_file_with_several_names_is_copied_once()
    {
        string layer = Directory
            .CreateDirectory(Path.Combine(Folder, "layer/v/d"))
            .Parent!.Parent!.FullName;
        File.WriteAllText(Path.Combine(layer, "v/first"), "content");
        string tar = Path.Combine(Folder, "layer.tar");
        string pack =
            $"cd {layer} && ln v/first v/d/second && ln v/first v/third && tar -cf {tar} v";
        Outcome packed = ProgramRun.To("sh", ["-c", pack]);
        Assert.True(packed.ExitCode == 0, packed.ToString());
        ImageLayout layout = new(
            Path.Combine(Folder, "linked"),
            "linked:latest",
            [TestImages.BusyboxTar(), File.ReadAllBytes(tar)],
            ["/v"]
        );
        _ = Succeeds("load", "-q", "-i", layout.Archive());
        Assert.Equal(
            "3\ncontent",
            Succeeds("run", "--rm", "linked", "sh", "-c", "stat -c %h /v/d/second; cat /v/d/second")
        );
    }

    private string Only(string name) =>
        Assert.Single(Directory.GetDirectories(Path.Combine(StateRoot, name)));

    private string Sh(string script, params string[] options) =>
        Succeeds(["run", "--rm", .. options, "volumes", "sh", "-c", script]);
}
