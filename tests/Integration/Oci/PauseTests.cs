using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using ContainerRt.Integration.Bundles;
using Xunit;
using static System.StringComparison;

namespace ContainerRt.Integration.Oci;

public sealed class PauseTests : OciTest
{
    [Fact]
    public void A_paused_container_does_nothing_until_it_is_resumed()
    {
        _ = Bundle.Shell("while :; do echo tick; sleep 0.05; done");
        string id = CreateAndStart();
        WaitUntil(id, "running");
        Succeeds(Oci("pause", id));
        Assert.Equal("paused", Status(id));
        long length = new FileInfo(OutputFile).Length;
        Thread.Sleep(300);
        Assert.Equal(length, new FileInfo(OutputFile).Length);
        Succeeds(Oci("resume", id));
        Assert.Equal("running", Status(id));
        SpinWait.SpinUntil(() => new FileInfo(OutputFile).Length > length, 10_000);
        Assert.True(new FileInfo(OutputFile).Length > length, "no tick after resume");
    }

    [Fact]
    public void What_a_paused_container_cannot_do_is_refused()
    {
        _ = Bundle.Command("sleep", "60");
        string id = CreateAndStart();
        WaitUntil(id, "running");
        FailsNaming(Oci("resume", id), "container not paused");
        Succeeds(Oci("pause", id));
        FailsNaming(Oci("exec", id, "true"), "cannot exec in a paused container");
        FailsNaming(Oci("delete", id), "is not stopped");
        Assert.Equal("paused", Status(id));
    }

    [Fact]
    public void A_paused_container_is_killed_and_deleted_by_force()
    {
        _ = Bundle.Command("sleep", "60");
        string id = CreateAndStart();
        WaitUntil(id, "running");
        Succeeds(Oci("pause", id));
        Succeeds(Oci("delete", "--force", id));
        FailsNaming(Oci("state", id), "does not exist");
    }

    [Fact]
    public void A_stopped_container_is_not_paused()
    {
        _ = Bundle.Command("true");
        string id = CreateAndStart();
        WaitUntil(id, "stopped");
        FailsNaming(Oci("pause", id), "container not running");
    }

    // docker top reads this, and containerd's shim after a restart of containerd
    [Fact]
    public void Ps_prints_the_pids_of_the_container_and_of_its_sub_groups()
    {
        JsonObject mount = Bundle
            .Mounts.Select(entry => entry!.AsObject())
            .Single(entry => entry["destination"]!.GetValue<string>() == "/sys/fs/cgroup");
        mount["options"] = TestBundle.Strings(["nosuid", "nodev", "rw"]);
        const string inner = "/sys/fs/cgroup/inner";
        _ = Bundle.Shell(
            $"mkdir {inner}; sh -c 'echo 0 >{inner}/cgroup.procs; echo moved; exec sleep 60' & exec sleep 60"
        );
        string id = CreateAndStart();
        Assert.True(
            SpinWait.SpinUntil(() => File.ReadAllText(OutputFile) == "moved\n", 10_000),
            File.ReadAllText(OutputFile + ".err")
        );
        int[] pids = Pids(id);
        Assert.Equal(2, pids.Length);
        Assert.Contains(PidOf(id), pids);
        Assert.Contains(
            pids,
            pid => File.ReadAllText($"/proc/{pid}/cgroup").TrimEnd().EndsWith("/inner", Ordinal)
        );
        Assert.Equal(
            ["PID", .. pids.Order().Select(pid => $"{pid}")],
            Oci("ps", id, "-e", "-o", "pid").Text.Split('\n').Select(line => line.Trim())
        );
        Succeeds(Oci("delete", "--force", id));
        FailsNaming(Oci("ps", "--format", "json", id), "does not exist");
    }

    private int[] Pids(string id) =>
        JsonNode
            .Parse(Oci("ps", "--format", "json", id).Text)!
            .AsArray()
            .Select(pid => pid!.GetValue<int>())
            .ToArray();
}
