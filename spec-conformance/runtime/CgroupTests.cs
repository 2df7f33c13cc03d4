using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using ContainerRt.Integration.Programs;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config-linux.md: control groups, their path, owner and the unified files.</summary>
public sealed class CgroupTests : RuntimeTest
{
    private const string Root = "/sys/fs/cgroup";

    private readonly string _name = $"crt-matrix-{Environment.ProcessId}-{Environment.TickCount64}";

    private string Group => Path.Combine(Root, _name);

    [Must("cgroup-unfit")]
    public void A_cgroup_with_other_processes_is_refused_when_looked_at()
    {
        using Process other = Occupied();
        try
        {
            Bundle.Linux["cgroupsPath"] = "/" + _name;
            _ = Bundle.Command("sleep", "60");
            string id = NewId();
            Outcome outcome = TryCreate(id);
            if (outcome.ExitCode == 0)
            {
                Succeeds(Oci("delete", "--force", id));
                Assert.Skip("this runtime does not look, which it need not");
            }
            IsRefused(outcome);
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
            RemoveGroup();
        }
    }

    [Must("cgroup-absolute")]
    public void An_absolute_path_is_one_below_the_mount_point()
    {
        Bundle.Linux["cgroupsPath"] = "/" + _name;
        int pid = PidOf(CreateSleeping());
        Assert.Equal($"{pid}\n", File.ReadAllText(Path.Combine(Group, "cgroup.procs")));
    }

    [Must("cgroup-consistent")]
    public void The_same_path_is_the_same_place()
    {
        Bundle.Linux["cgroupsPath"] = "/" + _name;
        string[] seen = new string[2];
        for (int i = 0; i < seen.Length; i++)
        {
            string id = CreateSleeping();
            seen[i] = UnifiedPath(PidOf(id));
            Succeeds(Oci("delete", "--force", id));
        }
        Assert.Equal(seen[0], seen[1]);
        Assert.EndsWith(_name, seen[0], StringComparison.Ordinal);
    }

    [Must("cgroup-invalid")]
    public void A_path_that_leaves_the_hierarchy_is_refused_or_stays_inside()
    {
        Bundle.Linux["cgroupsPath"] = "/../../" + _name;
        _ = Bundle.Command("sleep", "60");
        string id = NewId();
        Outcome outcome = TryCreate(id);
        if (outcome.ExitCode == 0)
        {
            Assert.Equal("/" + _name, UnifiedPath(PidOf(id)));
        }
        else
        {
            IsRefused(outcome);
        }
        Assert.False(Directory.Exists("/sys/" + _name));
    }

    [Must("cgroup-owner-changed")]
    public void A_writable_mount_changes_the_owner()
    {
        OwnedBy(1000, "rw");
        Assert.Equal("1000", Owner(""));
    }

    [Must("cgroup-owner-namespace")]
    public void Without_a_new_namespace_the_owner_stays()
    {
        RemoveNamespace("cgroup");
        OwnedBy(1000, "rw");
        Assert.Equal("0", Owner(""));
    }

    [Must("cgroup-owner-readonly")]
    public void A_readonly_mount_leaves_the_owner()
    {
        OwnedBy(1000, "ro");
        Assert.Equal("0", Owner(""));
    }

    [Must("cgroup-owner-no-mount")]
    public void Without_a_mount_the_owner_stays()
    {
        OwnedBy(1000, null);
        Assert.Equal("0", Owner(""));
    }

    [Must("cgroup-owner-files")]
    public void Only_the_delegated_files_change_their_owner()
    {
        OwnedBy(1000, "rw");
        string[] delegated = File.ReadAllLines("/sys/kernel/cgroup/delegate");
        foreach (string file in Directory.GetFiles(Group).Select(x => Path.GetFileName(x)!))
        {
            Assert.Equal((file, delegated.Contains(file) ? "1000" : "0"), (file, Owner(file)));
        }
    }

    [Must("cgroup-owner-missing-file")]
    public void A_delegated_file_that_is_not_there_is_no_failure()
    {
        OwnedBy(1000, "rw");
        Assert.Contains(
            File.ReadAllLines("/sys/kernel/cgroup/delegate"),
            x => !File.Exists(Path.Combine(Group, x))
        );
        Assert.Equal("1000", Owner(""));
    }

    [Must("unified-controllers")]
    public void The_controllers_that_unified_needs_are_enabled()
    {
        Assert.SkipUnless(
            File.ReadAllText(Root + "/cgroup.controllers")
                .Contains("hugetlb", StringComparison.Ordinal),
            "needs the hugetlb controller in cgroup v2"
        );
        Unified("hugetlb.2MB.max", "4194304");
        Assert.Equal("4194304\n", File.ReadAllText(Path.Combine(Group, "hugetlb.2MB.max")));
    }

    [Must("unified-unknown")]
    public void An_unknown_file_is_written()
    {
        Unified("cgroup.max.depth", "3");
        Assert.Equal("3\n", File.ReadAllText(Path.Combine(Group, "cgroup.max.depth")));
    }

    [Must("unified-missing")]
    public void A_controller_that_is_not_there_is_an_error()
    {
        Bundle.Linux["resources"]!["unified"] = new JsonObject { ["nosuch.max"] = "1" };
        CreateIsRefused();
    }

    [Must("unified-conversion")]
    public void A_setting_that_cannot_be_converted_is_an_error()
    {
        Bundle.Linux["resources"]!["memory"] = new JsonObject { ["swappiness"] = 60 };
        CreateIsRefused();
    }

    [Must("rdt-no-resctrl")]
    public void Without_a_resctrl_mount_intelRdt_is_an_error()
    {
        Assert.SkipWhen(
            File.ReadAllText("/proc/self/mounts").Contains(" resctrl ", StringComparison.Ordinal),
            "a resctrl is mounted here"
        );
        Bundle.Linux["intelRdt"] = new JsonObject
        {
            ["closID"] = "x",
            ["l3CacheSchema"] = "L3:0=1",
        };
        CreateIsRefused();
    }

    private void Unified(string file, string value)
    {
        Bundle.Linux["cgroupsPath"] = "/" + _name;
        Bundle.Linux["resources"]!["unified"] = new JsonObject { [file] = value };
        _ = CreateSleeping();
    }

    private void OwnedBy(int uid, string? mountOption)
    {
        Bundle.Linux["cgroupsPath"] = "/" + _name;
        Bundle.Process["user"] = new JsonObject { ["uid"] = uid, ["gid"] = uid };
        JsonNode mount = Bundle.Mounts.Single(x =>
            x!["destination"]!.GetValue<string>() == "/sys/fs/cgroup"
        )!;
        _ = Bundle.Mounts.Remove(mount);
        if (mountOption is not null)
        {
            AddMount(
                "/sys/fs/cgroup",
                "cgroup",
                "cgroup",
                "nosuid",
                "noexec",
                "nodev",
                mountOption
            );
        }
        _ = CreateSleeping();
    }

    private string Owner(string file) =>
        ProgramRun.To("stat", ["-c", "%u", Path.Combine(Group, file)]).Text;

    private static string UnifiedPath(int pid) =>
        File.ReadAllLines($"/proc/{pid}/cgroup")
            .Single(x => x.StartsWith("0::", StringComparison.Ordinal))[3..];

    private Process Occupied()
    {
        _ = Directory.CreateDirectory(Group);
        Process other = Process.Start("sleep", "60");
        File.WriteAllText(Path.Combine(Group, "cgroup.procs"), $"{other.Id}");
        return other;
    }

    private void RemoveGroup()
    {
        var clock = Stopwatch.StartNew();
        while (Directory.Exists(Group) && clock.Elapsed.TotalSeconds < 5)
        {
            try
            {
                Directory.Delete(Group);
            }
            catch (IOException)
            {
                Thread.Sleep(20);
            }
        }
    }
}
