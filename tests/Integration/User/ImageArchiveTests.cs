using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>`load` and `save` as a user calls them.</summary>
public sealed class ImageArchiveTests : UserTest
{
    [Fact]
    public void Save_writes_the_tag_that_was_asked_for_and_no_other()
    {
        _ = Succeeds("load", "-q", "-i", TestImages.Busybox(At("layout")).Archive());
        _ = Succeeds("tag", "busybox", "other.example/two:2");
        _ = Succeeds("save", "-o", At("one.tar"), "other.example/two:2");
        JsonNode index = JsonNode.Parse(Sh($"tar -xOf {At("one.tar")} index.json"))!;
        Assert.Equal(
            ["other.example/two:2"],
            index["manifests"]!
                .AsArray()
                .Select(x => (string?)x!["annotations"]!["io.containerd.image.name"])
        );
    }

    [Theory]
    [InlineData("bzip2")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void An_archive_that_a_tool_has_compressed_is_loaded_from_a_pipe(string tool)
    {
        Assert.SkipUnless(File.Exists($"/usr/bin/{tool}"), $"needs {tool}");
        string archive = TestImages.Busybox(At("layout")).Archive();
        Outcome load = ProgramRun.To(
            "/bin/sh",
            ["-c", $"{tool} -1 -c '{archive}' | '{Program}' load -q"],
            new RunOptions { Environment = Variables }
        );
        Assert.True(load.ExitCode == 0, load.ToString());
        Assert.Equal("ran", Succeeds("run", "--rm", "busybox", "echo", "ran"));
    }

    [Fact]
    public void An_image_without_layers_runs_as_an_empty_root()
    {
        _ = Succeeds(
            "load",
            "-q",
            "-i",
            new ImageLayout(At("layout"), "empty:latest", []).Archive()
        );
        string busybox = Path.Combine(BusyboxRoot.Made(), "bin/busybox");
        string seen = Succeeds(
            "run",
            "--rm",
            "-v",
            $"{busybox}:/busybox:ro",
            "empty",
            "/busybox",
            "ls",
            "/"
        );
        Assert.Equal(["busybox", "dev", "etc", "proc", "sys"], seen.Split('\n').Order());
    }

    [Fact]
    public void Half_an_archive_is_removed_and_a_device_stays()
    {
        _ = Succeeds("load", "-q", "-i", TestImages.Busybox(At("layout")).Archive());
        string full = Directory.CreateDirectory(At("full")).FullName;
        _ = Sh($"mount -t tmpfs -o size=100k full {full}; mknod {At("device")} c 1 7");
        try
        {
            Fails(Crt("save", "-o", $"{full}/half.tar", "busybox"), 125, "no space left on device");
            Assert.Empty(Directory.GetFiles(full));
            Fails(Crt("save", "-o", At("device"), "busybox"), 125, "no space left on device");
            Assert.True(File.Exists(At("device")));
        }
        finally
        {
            _ = Sh($"umount {full}");
        }
    }

    private string At(string name) => Path.Combine(Folder, name);

    private static string Sh(string command) => ProgramRun.To("/bin/sh", ["-c", command]).Text;
}
