using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Oci;

/// <summary>Which mounts that are made after the start are seen on the other side.</summary>
/// <remarks>
/// The rows are what runc 1.3.6 does, but for a bind mount without a word under a root that is slave, private, shared or
/// unbindable: runc leaves it shared with the host (docs/decisions/0008).
/// </remarks>
public sealed class PropagationTests : OciTest
{
    private readonly string _host;
    private readonly List<string> _mounted = [];

    public PropagationTests()
    {
        Bundle.Config["root"]!["readonly"] = false;
        _ = Bundle.Command("sleep", "100");
        _host = Directory.CreateDirectory(Path.Combine(Folder, "host")).FullName;
    }

    [Theory]
    [InlineData("", "", "in")]
    [InlineData("", "rprivate", "")]
    [InlineData("", "rslave", "in")]
    [InlineData("", "rshared", "in")]
    [InlineData("rslave", "", "in")]
    [InlineData("rslave", "rshared", "in")]
    [InlineData("rprivate", "rshared", "")]
    [InlineData("rprivate", "rslave", "")]
    [InlineData("shared", "", "in")]
    [InlineData("shared", "shared", "in out")]
    [InlineData("shared", "rshared", "in out")]
    [InlineData("shared", "slave", "in")]
    [InlineData("shared", "rslave", "in")]
    [InlineData("shared", "private", "")]
    [InlineData("shared", "rprivate", "")]
    [InlineData("shared", "unbindable", "")]
    [InlineData("rshared", "", "in")]
    [InlineData("rshared", "rshared", "in out")]
    [InlineData("rshared", "rslave", "in")]
    [InlineData("rshared", "rprivate", "")]
    [InlineData("slave", "", "in")]
    [InlineData("slave", "rshared", "in out")]
    [InlineData("slave", "rslave", "in")]
    [InlineData("slave", "rprivate", "")]
    [InlineData("private", "", "")]
    [InlineData("private", "rshared", "in out")]
    [InlineData("private", "rslave", "in")]
    [InlineData("unbindable", "", "in")]
    [InlineData("unbindable", "rshared", "in out")]
    public void A_mount_is_seen_on_the_other_side_as_the_words_say(
        string root,
        string mount,
        string seen
    )
    {
        MountShared("tmpfs", _host);
        _ = Directory.CreateDirectory(Path.Combine(_host, "in"));
        _ = Directory.CreateDirectory(Path.Combine(_host, "out"));
        Propagation(root);
        Bind(_host, "/mnt", mount);
        string[] before = Mounts("self");
        string id = CreateAndStart();
        // nothing that crt itself has mounted comes out
        Assert.Equal(before, Mounts("self"));
        string pid = $"{PidOf(id)}";
        Mount("-t", "tmpfs", "of-the-host", Path.Combine(_host, "in"));
        Succeeds(Inside(pid, "-t", "tmpfs", "of-the-container", "/mnt/out"));
        bool comesIn = Mounts(pid).Contains("/mnt/in");
        bool comesOut = Mounts("self").Contains(Path.Combine(_host, "out"));
        if (comesOut)
        {
            _mounted.Add(Path.Combine(_host, "out"));
        }
        Assert.Equal(seen, string.Join(' ', Words((comesIn, "in"), (comesOut, "out"))));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("slave", "master")]
    [InlineData("rslave", "master")]
    [InlineData("private", "")]
    [InlineData("rprivate", "")]
    [InlineData("shared", "shared")]
    [InlineData("rshared", "shared")]
    [InlineData("unbindable", "unbindable")]
    public void The_root_has_the_propagation_that_it_is_given(string root, string tags)
    {
        Mount("--bind", Bundle.Root, Bundle.Root);
        Mount("--make-shared", Bundle.Root);
        Propagation(root);
        _ = Bundle.Command("cat", "/proc/self/mountinfo");
        Outcome run = Run();
        string line = run.Text.Split('\n').Single(x => x.Split(' ')[4] == "/");
        IEnumerable<string> found = line.Split(' ')
            .Skip(6)
            .TakeWhile(x => x != "-")
            .Select(x => x.Split(':')[0]);
        Assert.Equal(tags, string.Join(' ', found));
    }

    // a mask, a mount in a mount and an unmount of crt's own would each be the host's as well
    [Theory]
    [InlineData("")]
    [InlineData("--no-pivot")]
    public void Where_all_mounts_of_the_host_are_shared_only_those_that_are_asked_for_come_out(
        string option
    )
    {
        Propagation("rshared");
        _ = Directory.CreateDirectory(Path.Combine(_host, "below"));
        string other = Directory.CreateDirectory(Path.Combine(Folder, "other")).FullName;
        Bind(_host, "/mnt", "");
        Bind(other, "/mnt/below", "rprivate");
        _ = Bundle.Command("true").Write();
        string script =
            "mount --make-rshared / && cat /proc/self/mountinfo >before && "
            + $"'{Crt.Runtime}' --root '{StateRoot}' run {option} --bundle '{Bundle.Folder}' {NewId()} && "
            + "cat /proc/self/mountinfo >after && cut -d' ' -f1-6 before >b && cut -d' ' -f1-6 after >a && diff b a";
        Outcome run = ProgramRun.To(
            "unshare",
            ["--mount", "--propagation", "private", "sh", "-c", script],
            new RunOptions { Directory = Folder }
        );
        Assert.True(run.ExitCode == 0, run.ToString());
    }

    protected override void Dispose(bool disposing)
    {
        foreach (string target in Enumerable.Reverse(_mounted))
        {
            _ = ProgramRun.To("umount", ["-l", target]);
        }
        base.Dispose(disposing);
    }

    private static IEnumerable<string> Words(params (bool Is, string Word)[] all) =>
        all.Where(x => x.Is).Select(x => x.Word);

    private static string[] Mounts(string pid) =>
        [.. File.ReadLines($"/proc/{pid}/mountinfo").Select(x => x.Split(' ')[4])];

    private static Outcome Inside(string pid, params string[] arguments) =>
        ProgramRun.To("nsenter", ["-t", pid, "-m", "/bin/mount", .. arguments]);

    private void Propagation(string root)
    {
        if (root.Length > 0)
        {
            Bundle.Linux["rootfsPropagation"] = root;
        }
    }

    private void Bind(string source, string target, string word) =>
        Bundle.Mounts.Add(
            (JsonNode)
                new JsonObject
                {
                    ["destination"] = target,
                    ["type"] = "bind",
                    ["source"] = source,
                    ["options"] = TestBundle.Strings(word.Length > 0 ? ["rbind", word] : ["rbind"]),
                }
        );

    private void MountShared(string type, string target)
    {
        Mount("-t", type, type, target);
        Succeeds(ProgramRun.To("mount", ["--make-shared", target]));
    }

    private void Mount(params string[] arguments)
    {
        Succeeds(ProgramRun.To("mount", arguments));
        if (!arguments[0].StartsWith("--make", StringComparison.Ordinal))
        {
            _mounted.Add(arguments[^1]);
        }
    }
}
