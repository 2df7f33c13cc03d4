using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Oci;

/// <summary>Options of mounts whose effect only the kernel shows.</summary>
public sealed class MountOptionTests : OciTest
{
    private readonly string _source;

    public MountOptionTests()
    {
        Bundle.Config["root"]!["readonly"] = false;
        _source = Directory.CreateDirectory(Path.Combine(Folder, "source")).FullName;
    }

    // what runc 1.3.6 shows; crun 1.28 as well, but where a word takes back one before it
    [Theory]
    [InlineData("noatime", "atime", "rw,noatime")]
    [InlineData("noatime", "norelatime", "rw,noatime")]
    [InlineData("noatime", "nostrictatime", "rw,noatime")]
    [InlineData("noatime", "ro,atime", "ro,noatime")]
    [InlineData("noatime", "ro,diratime", "ro,noatime")]
    [InlineData("noatime", "relatime", "rw,relatime")]
    [InlineData("noatime", "strictatime", "rw")]
    [InlineData("noatime", "relatime,norelatime", "rw,noatime")]
    [InlineData("noatime", "noatime,norelatime", "rw,noatime")]
    [InlineData("noatime", "nodiratime", "rw,nodiratime,relatime")]
    [InlineData("noatime", "rnorelatime", "rw,relatime")]
    [InlineData("noatime", "ratime", "rw,relatime")]
    [InlineData("strictatime", "atime", "rw")]
    [InlineData("strictatime", "nostrictatime", "rw")]
    [InlineData("strictatime", "noatime,atime", "rw")]
    [InlineData("relatime", "norelatime", "rw,relatime")]
    [InlineData("relatime", "strictatime,nostrictatime", "rw,relatime")]
    [InlineData("relatime,nodiratime", "diratime", "rw,nodiratime,relatime")]
    [InlineData("relatime,nodiratime", "noatime", "rw,noatime")]
    [InlineData("relatime,nodiratime", "ro", "ro,nodiratime,relatime")]
    [InlineData("relatime,nodiratime", "rdiratime", "rw,relatime")]
    public void A_word_that_clears_an_access_time_leaves_the_sources(
        string source,
        string words,
        string expected
    )
    {
        Succeeds(ProgramRun.To("mount", ["-t", "tmpfs", "-o", source, "tmpfs", _source]));
        try
        {
            Add("bind", _source, ["bind", .. words.Split(',')]);
            _ = Bundle.Command("grep", " /mnt ", "/proc/self/mountinfo");
            Outcome run = Run();
            Assert.True(run.ExitCode == 0, run.ToString());
            Assert.Equal(expected, run.Text.Split(' ')[5]);
        }
        finally
        {
            _ = ProgramRun.To("umount", [_source]);
        }
    }

    // fsconfig(2) takes 255 bytes of an option
    [Theory]
    [InlineData(1, 100)]
    [InlineData(3, 100)]
    [InlineData(2, 180)]
    [InlineData(30, 150)]
    public void Lower_directories_are_as_many_and_as_long_as_the_kernel_takes(int count, int length)
    {
        string[] layers = [.. Enumerable.Range(0, count).Select(i => Layer($"{i}", length))];
        Add("overlay", "overlay", [$"lowerdir={string.Join(':', [.. layers, _source])}"]);
        _ = Bundle.Shell("ls /mnt");
        Outcome run = Run();
        Assert.Equal((0, string.Join('\n', Names(count))), (run.ExitCode, run.Text));
    }

    // one directory alone has more than that: mount(2)
    [Fact]
    public void A_directory_with_a_very_long_name_can_be_a_layer()
    {
        string deep = Layer("deep", 240);
        deep = Directory.CreateDirectory(Path.Combine(deep, new string('e', 200))).FullName;
        File.WriteAllText(Path.Combine(deep, "found"), "");
        Add("overlay", "overlay", [$"lowerdir={deep}:{_source}", "ro", "nosuid"]);
        _ = Bundle.Shell(
            "ls /mnt; grep ' /mnt ' /proc/self/mountinfo; grep -c deep /proc/self/mountinfo"
        );
        Outcome run = Run();
        string[] lines = run.Text.Split('\n');
        Assert.True(run.ExitCode == 0 && lines.Length == 3, run.ToString());
        Assert.Equal("found", lines[0]);
        Assert.Equal("ro,nosuid,relatime", lines[1].Split(' ')[5]);
        // nothing of what it was made on is left
        Assert.Equal("1", lines[2]);
    }

    [Fact]
    public void An_option_of_another_file_system_may_be_long_too()
    {
        Add("tmpfs", "tmpfs", ["mode=751", $"size={new string('0', 300)}2000000", "noexec"]);
        _ = Bundle.Shell("stat -c %a /mnt; grep ' /mnt ' /proc/self/mountinfo");
        Outcome run = Run();
        string[] lines = run.Text.Split('\n');
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("751", lines[0]);
        Assert.Equal("rw,noexec,relatime", lines[1].Split(' ')[5]);
        Assert.Contains("size=512k", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_long_for_both_calls_is_said_before_anything_is_made()
    {
        Add("tmpfs", "tmpfs", [$"size={new string('0', 5000)}"]);
        _ = Bundle.Command("true");
        FailsNaming(Run(), $"mounts[{Bundle.Mounts.Count - 1}].options", "255 bytes");
    }

    // what the rest of the path says is a place below the root
    [Fact]
    public void A_destination_that_begins_with_the_roots_own_path_lies_below_the_root()
    {
        File.WriteAllText(Path.Combine(_source, "found"), "");
        Bundle.Mounts.Add(
            (JsonNode)
                new JsonObject
                {
                    ["destination"] = Bundle.Root + "/mnt",
                    ["type"] = "bind",
                    ["source"] = _source,
                    ["options"] = TestBundle.Strings(["bind"]),
                }
        );
        // a source in the container's tree is seen with what has been mounted there before
        Bundle.Mounts.Add(
            (JsonNode)
                new JsonObject
                {
                    ["destination"] = Bundle.Root + "/../rootfs/final",
                    ["type"] = "bind",
                    ["source"] = Bundle.Root + "/mnt",
                    ["options"] = TestBundle.Strings(["rbind", "rprivate"]),
                }
        );
        _ = Bundle.Shell("ls /mnt /final; test ! -e " + Folder);
        Outcome run = Run();
        Assert.Equal((0, "/final:\nfound\n\n/mnt:\nfound"), (run.ExitCode, run.Text));
        Assert.False(Directory.Exists(Bundle.Root + Bundle.Root));
    }

    // SEC-03: the rules are about the place that is meant
    [Fact]
    public void Proc_is_not_covered_by_the_hosts_name_for_it()
    {
        Bundle.Mounts.Add(
            (JsonNode)
                new JsonObject
                {
                    ["destination"] = Bundle.Root + "/proc/sys",
                    ["type"] = "bind",
                    ["source"] = _source,
                    ["options"] = TestBundle.Strings(["bind"]),
                }
        );
        _ = Bundle.Command("true");
        FailsNaming(Run(), "\"/proc/sys\" cannot be mounted because it is inside /proc");
    }

    private static string[] Names(int count) =>
        [.. Enumerable.Range(0, count).Select(i => $"file-{i}").Order(StringComparer.Ordinal)];

    private string Layer(string name, int length)
    {
        string layer = Path.Combine(Folder, name.PadRight(length, 'x'));
        _ = Directory.CreateDirectory(layer);
        File.WriteAllText(Path.Combine(layer, $"file-{name}"), "");
        return layer;
    }

    private void Add(string type, string source, string[] options) =>
        Bundle.Mounts.Add(
            (JsonNode)
                new JsonObject
                {
                    ["destination"] = "/mnt",
                    ["type"] = type,
                    ["source"] = source,
                    ["options"] = TestBundle.Strings(options),
                }
        );
}
