using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Faults;

/// <summary>The state directory and the processes that it speaks of are not as crt left them.</summary>
public sealed class StateTests : OciTest
{
    // REL-30. It was red before list skipped such a state and delete found the group that is noted beside it.
    [Theory]
    [InlineData("")]
    [InlineData("{\"id\":")]
    [InlineData("\0\0\0\0")]
    [InlineData("[]")]
    public void A_torn_state_is_named_skipped_by_list_and_removed_by_force(string text)
    {
        _ = Bundle.Command("sleep", "100");
        string broken = Create();
        string whole = Create();
        File.WriteAllText(Path.Combine(StateRoot, broken, "state.json"), text);
        FailsNaming(Oci("state", broken), broken);
        Outcome list = Oci("list");
        Assert.True(
            list.ExitCode == 0 && list.Output.Contains(whole, StringComparison.Ordinal),
            list.ToString()
        );
        // its process and its group go too: they were noted beside the state
        Succeeds(Oci("delete", "--force", broken));
        Assert.False(Directory.Exists(Path.Combine(StateRoot, broken)));
        Assert.False(Directory.Exists($"/proc/{PidOf(broken)}"));
        Assert.Equal("created", Status(whole));
    }

    // REL-13: the pid now belongs to somebody else. Tried: red without the comparison of start times.
    [Fact]
    public void A_pid_that_was_used_again_is_left_alone()
    {
        _ = Bundle.Command("sleep", "100");
        string id = CreateAndStart();
        int pid = PidOf(id);
        Succeeds(ProgramRun.To("kill", ["-9", $"{pid}"]));
        WaitUntil(id, "stopped");
        Outcome other = ProgramRun.To(
            "sh",
            [
                "-c",
                $"for i in 1 2 3 4 5 6 7 8 9; do echo {pid - 1} >/proc/sys/kernel/ns_last_pid; sleep 60 >/dev/null 2>&1 & [ $! = {pid} ] && exit 0; kill $!; done; exit 3",
            ]
        );
        Assert.SkipUnless(other.ExitCode == 0, $"the kernel did not give pid {pid} again");
        try
        {
            Assert.Equal("stopped", Status(id));
            FailsNaming(Oci("kill", id, "KILL"), "not running");
            FailsNaming(Oci("exec", id, "true"), "stopped");
            Succeeds(Oci("delete", "--force", id));
            Assert.Equal("sleep\n", File.ReadAllText($"/proc/{pid}/comm"));
        }
        finally
        {
            _ = ProgramRun.To("kill", ["-9", $"{pid}"]);
        }
    }

    // REL-14. Tried: red without the comparison of boot ids.
    [Fact]
    public void A_container_of_an_earlier_boot_is_stopped()
    {
        _ = Bundle.Command("sleep", "100");
        string id = CreateAndStart();
        string file = Path.Combine(StateRoot, id, "state.json");
        string before = File.ReadAllText(file);
        JsonObject state = JsonNode.Parse(before)!.AsObject();
        string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        Assert.Contains(boot, before, StringComparison.Ordinal);
        File.WriteAllText(
            file,
            before.Replace(boot, "00000000-0000-0000-0000-000000000000", StringComparison.Ordinal)
        );
        Assert.Equal("stopped", Status(id));
        FailsNaming(Oci("kill", id, "KILL"), "not running");
        File.WriteAllText(file, state.ToJsonString());
        Assert.Equal("running", Status(id));
    }

    // REL-10
    [Fact]
    public async Task Of_many_creates_with_one_id_one_succeeds()
    {
        _ = Bundle.Command("sleep", "100").Write();
        string id = NewId();
        Outcome[] all = await Task.WhenAll(
                Enumerable.Range(0, 12).Select(number => Task.Run(() => RunDetached(id, number)))
            )
            .ConfigureAwait(true);
        Outcome[] failed = [.. all.Where(x => x.ExitCode != 0)];
        Assert.True(failed.Length == 11, string.Join("\n", all.Select(x => x.ToString())));
        Assert.All(failed, x => FailsNaming(x, "already exists"));
        Assert.Equal("running", Status(id));
    }

    // REL-12
    [Fact]
    public void A_second_delete_says_that_there_is_no_container()
    {
        _ = Bundle.Command("true");
        string id = CreateAndStart();
        WaitUntil(id, "stopped");
        Succeeds(Oci("delete", id));
        FailsNaming(Oci("delete", id), "does not exist");
        Succeeds(Oci("delete", "--force", id));
    }

    // REL-16
    [Fact]
    public void A_frozen_container_is_deleted_by_force()
    {
        _ = Bundle.Command("sleep", "100");
        string id = CreateAndStart();
        File.WriteAllText(GroupOf(PidOf(id)) + "/cgroup.freeze", "1");
        Succeeds(Oci("delete", "--force", id));
    }

    // REL-18
    [Fact]
    public void Groups_that_the_container_made_below_its_own_are_removed_with_it()
    {
        _ = Bundle.Command("sleep", "100");
        string id = CreateAndStart();
        string group = GroupOf(PidOf(id));
        _ = Directory.CreateDirectory(group + "/one/two");
        _ = Directory.CreateDirectory(group + "/three");
        Succeeds(Oci("delete", "--force", id));
        Assert.False(Directory.Exists(group));
    }

    // each with its own files: a container keeps what it was started with
    private Outcome RunDetached(string id, int number) =>
        ProgramRun.To(
            "sh",
            [
                "-c",
                $"'{Crt.Runtime}' --root '{StateRoot}' run --detach --bundle '{Bundle.Folder}' {id} </dev/null >/dev/null 2>'{Folder}/{number}'; code=$?; cat '{Folder}/{number}' >&2; exit $code",
            ]
        );

    private static string GroupOf(int pid) =>
        "/sys/fs/cgroup"
        + File.ReadLines($"/proc/{pid}/cgroup")
            .First(x => x.StartsWith("0::", StringComparison.Ordinal))[3..];
}
