using System.Linq;
using ContainerRt.Init;
using ContainerRt.Runtime.Plan;
using ContainerRt.Runtime.Tests.Bundle;
using Xunit;

namespace ContainerRt.Runtime.Tests.Plan;

public sealed class ProcessPlanTests
{
    [Theory]
    [InlineData("[\"A=1\",\"B=2\",\"A=3\",\"HOME=/h\"]", "B=2 A=3 HOME=/h")]
    [InlineData("[\"HOME=/h\",\"A=x=y\",\"a=\"]", "HOME=/h A=x=y a=")]
    [InlineData("[\"A=1\"]", "A=1 HOME=/srv/user")]
    [InlineData("[\"HOME=\",\"A=1\"]", "A=1 HOME=/srv/user")]
    [InlineData("[\"HOME=/h\",\"HOME=\"]", "HOME=/srv/user")]
    [InlineData("[\"HOMES=x\"]", "HOMES=x HOME=/srv/user")]
    [InlineData("[]", "HOME=/srv/user")]
    public void The_environment_has_each_name_once_and_a_home(string env, string wanted) =>
        Assert.Equal(
            wanted,
            string.Join(
                ' ',
                Step(new TestConfig().With("process.env", env), StepKind.Execve).MoreStrings!
            )
        );

    [Fact]
    public void Sockets_of_the_caller_are_announced_and_kept_with_the_other_descriptors()
    {
        PlanRequest request = new TestConfig().With("process.env", "[\"HOME=/\"]").Request() with
        {
            ListenFds = new ListenFds(1, "web"),
            PreserveFds = 3,
        };
        StepDraft step = Planner.Plan(request).Steps.Single(s => s.Kind == StepKind.Execve);
        Assert.Equal(
            ["HOME=/", "LISTEN_FDS=1", "LISTEN_PID=1", "LISTEN_FDNAMES=web"],
            step.MoreStrings
        );
        Assert.Equal(
            6UL,
            Planner.Plan(request).Steps.Single(s => s.Kind == StepKind.CloseDescriptors).Value
        );
    }

    [Theory]
    [InlineData("sh", "[\"PATH=/bin:/opt/:/\"]", "/bin/sh /opt/sh /sh")]
    [InlineData("sh", "[\"PATH=/a::b\"]", "/a/sh ./sh b/sh")]
    [InlineData("sh", "[\"PATH=\"]", "./sh")]
    [InlineData("sh", "[\"PATH=/a\",\"PATH=/b\"]", "/b/sh")]
    [InlineData("./sh", "[\"PATH=/bin\"]", "./sh")]
    [InlineData("/bin/sh", "[\"PATH=/bin\"]", "/bin/sh")]
    [InlineData("", "[\"PATH=/bin\"]", "")]
    [InlineData(
        "sh",
        "[]",
        "/usr/local/sbin/sh /usr/local/bin/sh /usr/sbin/sh /usr/bin/sh /sbin/sh /bin/sh"
    )]
    public void A_program_is_looked_for_along_PATH(string program, string env, string wanted)
    {
        TestConfig config = new TestConfig()
            .With("process.args", $"[\"{program}\"]")
            .With("process.env", env);
        StepDraft step = Step(config, StepKind.FindProgram);
        Assert.Equal(program, step.Text);
        Assert.Equal(wanted, string.Join(' ', step.Strings!));
    }

    [Fact]
    public void The_primary_group_is_a_supplementary_group_too()
    {
        TestConfig config = new TestConfig().With(
            "process.user",
            "{\"uid\":7,\"gid\":8,\"additionalGids\":[9,8,10]}"
        );
        Assert.Equal([8UL, 9UL, 10UL], Step(config, StepKind.Groups).Numbers);
        Assert.Equal(8UL, Step(config, StepKind.Gid).Value);
        Assert.Equal(7UL, Step(config, StepKind.Uid).Value);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Only_a_terminal_that_is_copied_to_another_keeps_newlines(bool copied, ulong flags)
    {
        PlanRequest request = new TestConfig().With("process.terminal", "true").Request() with
        {
            PlainNewlines = copied,
        };
        Assert.Equal(
            flags,
            Planner.Plan(request).Steps.Single(s => s.Kind == StepKind.Terminal).Flags
        );
    }

    [Fact]
    public void A_capability_that_cannot_be_granted_is_a_warning()
    {
        ContainerPlan plan = new TestConfig()
            .With(
                "process.capabilities",
                "{\"bounding\":[\"CAP_X\",\"CAP_KILL\"],\"permitted\":[\"CAP_KILL\"],\"ambient\":[\"CAP_KILL\"]}"
            )
            .Plan();
        Assert.Equal(
            [
                "can't raise ambient capability CAP_KILL: not permitted and inheritable (process.capabilities)",
                "process.capabilities: unknown capability CAP_X",
            ],
            plan.Warnings
        );
        Assert.Equal(0UL, plan.Steps.Single(s => s.Kind == StepKind.AmbientSet).Value);
        Assert.Equal(1UL << 5, plan.Steps.Single(s => s.Kind == StepKind.BoundingSet).Value);
    }

    // without no_new_privs a filter needs CAP_SYS_ADMIN, so it goes before the capabilities are dropped;
    // with it, it goes last, so that the profile need not allow what crt itself calls
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void The_filter_is_loaded_where_no_new_privileges_demands(string noNewPrivileges)
    {
        StepKind[] kinds = new TestConfig()
            .With("process.noNewPrivileges", noNewPrivileges)
            .With("linux.seccomp", "{\"defaultAction\":\"SCMP_ACT_ALLOW\"}")
            .Plan()
            .Steps.Select(step => step.Kind)
            .ToArray();
        int filter = System.Array.IndexOf(kinds, StepKind.Seccomp);
        bool late = filter > System.Array.IndexOf(kinds, StepKind.Ready);
        Assert.Equal(noNewPrivileges == "true", late);
        Assert.Equal(late, filter > System.Array.IndexOf(kinds, StepKind.CapabilitySets));
        Assert.Equal(noNewPrivileges == "true", kinds.Contains(StepKind.NoNewPrivileges));
    }

    private static StepDraft Step(TestConfig config, StepKind kind) =>
        config.Plan().Steps.Single(step => step.Kind == kind);
}
