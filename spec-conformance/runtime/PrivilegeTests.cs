using System;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config.md: limits, capabilities, scheduling.</summary>
public sealed class PrivilegeTests : RuntimeTest
{
    [Must("rlimit-unknown")]
    public void An_unknown_limit_is_an_error()
    {
        Limits(("RLIMIT_NO_SUCH_THING", 1, 1));
        CreateIsRefused();
    }

    [Must("rlimit-readable")]
    public void Every_configured_limit_can_be_read()
    {
        Limits(("RLIMIT_CORE", 0, 0), ("RLIMIT_NOFILE", 64, 64), ("RLIMIT_CPU", 600, 600));
        Assert.Equal("0\n64\n600", Says("ulimit -c; ulimit -n; ulimit -t"));
    }

    [Must("rlimit-soft")]
    public void The_soft_limit_is_the_configured_one()
    {
        Limits(("RLIMIT_NOFILE", 77, 99));
        Assert.Equal("77", Says("ulimit -Sn"));
    }

    [Must("rlimit-hard")]
    public void The_hard_limit_is_the_configured_one()
    {
        Limits(("RLIMIT_NOFILE", 77, 99));
        Assert.Equal("99", Says("ulimit -Hn"));
    }

    [Must("rlimit-duplicate")]
    public void A_limit_that_occurs_twice_is_an_error()
    {
        Limits(("RLIMIT_NOFILE", 77, 99), ("RLIMIT_NOFILE", 77, 99));
        CreateIsRefused();
    }

    [Must("capability-unknown-warns")]
    public void An_unknown_capability_is_a_warning() =>
        Assert.Contains(
            "NO_SUCH_THING",
            UnknownCapability().Errors,
            StringComparison.OrdinalIgnoreCase
        );

    [Must("capability-unknown-runs")]
    public void An_unknown_capability_does_not_make_the_container_fail() =>
        Assert.Equal("ran", UnknownCapability().Text);

    [Must("capability-bounding")]
    public void The_bounding_set_is_the_configured_one() => Set("bounding", "CapBnd");

    [Must("capability-effective")]
    public void The_effective_set_is_the_configured_one() => Set("effective", "CapEff");

    [Must("capability-permitted")]
    public void The_permitted_set_is_the_configured_one() => Set("permitted", "CapPrm");

    [Must("capability-inheritable")]
    public void The_inheritable_set_is_the_configured_one() => Set("inheritable", "CapInh");

    [Must("capability-ambient")]
    public void The_ambient_set_is_the_configured_one() => Set("ambient", "CapAmb");

    [Must("no-new-privileges")]
    public void No_privileges_are_gained()
    {
        Assert.Equal("NoNewPrivs:\t1", Says("grep NoNewPrivs /proc/self/status"));
        Bundle.Process["noNewPrivileges"] = false;
        Assert.Equal("NoNewPrivs:\t0", Says("grep NoNewPrivs /proc/self/status"));
    }

    [Must("oom-score-set")]
    public void The_oom_score_is_the_configured_one()
    {
        Bundle.Process["oomScoreAdj"] = 123;
        Assert.Equal("123", Says("cat /proc/self/oom_score_adj"));
    }

    [Must("oom-score-unset")]
    public void The_callers_oom_score_stays_when_none_is_configured()
    {
        _ = Bundle.Command("/bin/cat", "/proc/self/oom_score_adj").Write();
        Outcome outcome = ProgramRun.To(
            "sh",
            [
                "-c",
                $"echo 321 >/proc/self/oom_score_adj; exec '{Crt.Runtime}' --root '{StateRoot}' run --bundle '{Bundle.Folder}' {NewId()}",
            ]
        );
        Assert.Equal("321", outcome.Text);
    }

    [Must("scheduler-policy")]
    public void The_scheduling_policy_is_the_configured_one()
    {
        Bundle.Process["scheduler"] = new JsonObject { ["policy"] = "SCHED_BATCH" };
        Assert.Equal("3", Says("cut -d' ' -f41 /proc/self/stat"));
    }

    [Must("scheduler-nice")]
    public void The_nice_value_is_the_configured_one()
    {
        Bundle.Process["scheduler"] = new JsonObject { ["policy"] = "SCHED_OTHER", ["nice"] = 7 };
        Assert.Equal("7", Says("cut -d' ' -f19 /proc/self/stat"));
    }

    [Must("io-priority")]
    public void The_io_priority_is_the_configured_one()
    {
        Bundle.Process["ioPriority"] = new JsonObject
        {
            ["class"] = "IOPRIO_CLASS_BE",
            ["priority"] = 6,
        };
        Assert.Equal("best-effort: prio 6", Says("ionice -p $$"));
    }

    [Must("exec-cpu-affinity")]
    public void A_later_process_has_the_configured_cpus()
    {
        AffinityOfExec();
        string id = StartSleeping();
        Outcome outcome = Oci("exec", id, "grep", "Cpus_allowed_list", "/proc/self/status");
        Assert.Equal("Cpus_allowed_list:\t1", outcome.Text);
    }

    [Must("exec-cpu-affinity-init")]
    public void The_first_process_has_all_cpus()
    {
        AffinityOfExec();
        Assert.NotEqual("Cpus_allowed_list:\t1", Says("grep Cpus_allowed_list /proc/self/status"));
    }

    private void AffinityOfExec()
    {
        Assert.SkipWhen(Environment.ProcessorCount < 2, "needs two CPUs");
        Bundle.Process["execCPUAffinity"] = new JsonObject { ["initial"] = "0", ["final"] = "1" };
    }

    private void Limits(params (string Type, int Soft, int Hard)[] limits) =>
        Bundle.Process["rlimits"] = new JsonArray([
            .. limits.Select(x => new JsonObject
            {
                ["type"] = x.Type,
                ["soft"] = x.Soft,
                ["hard"] = x.Hard,
            }),
        ]);

    private Outcome UnknownCapability()
    {
        Bundle.Process["capabilities"]!["bounding"]!.AsArray().Add("CAP_NO_SUCH_THING");
        _ = Bundle.Shell("echo ran");
        return Run();
    }

    // what a program has after execve is what root has of the bounding and the inheritable set, so
    // only the set that is looked at and the larger bounding set tell the sets apart
    private void Set(string set, string field)
    {
        string[] kill = ["CAP_KILL"];
        Bundle.Process["capabilities"] = new JsonObject
        {
            ["bounding"] = TestBundle.Strings(
                set is "inheritable" or "ambient" ? ["CAP_KILL", "CAP_CHOWN"] : kill
            ),
            ["permitted"] = TestBundle.Strings(kill),
            ["effective"] = TestBundle.Strings(kill),
            ["inheritable"] = TestBundle.Strings(kill),
            ["ambient"] = TestBundle.Strings(kill),
        };
        Assert.Equal($"{field}:\t0000000000000020", Says($"grep {field} /proc/self/status"));
    }
}
