using ContainerRt.Integration.Programs;
using ContainerRt.Integration.User;
using Xunit;

namespace ContainerRt.Integration.Refusals;

/// <summary>The user's verbs on a kernel without a feature of docs/kernel-features.md.</summary>
public sealed class UserRefusalTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    // an overlayfs before 6.13 answers EINVAL to a layer that is given by a descriptor (FSCONFIG_SET_FD)
    [Theory]
    [InlineData(Refuse.EINVAL)]
    [InlineData(Refuse.ENOSYS)]
    public void Layers_that_cannot_be_given_by_descriptor_are_given_by_name(int errno)
    {
        Outcome run = Refused(
            errno,
            "fsconfig@1=5",
            "run",
            "--rm",
            BusyboxStore.Image,
            "echo",
            "ran"
        );
        Assert.True(run is { ExitCode: 0, Text: "ran" }, run.ToString());
    }

    [Theory]
    [InlineData("getrandom", "getrandom")]
    [InlineData("openat2", "openat2")]
    [InlineData("fsopen", "fsopen")]
    [InlineData("clone3", "clone3")]
    [InlineData("prctl@0=36", "reaper")]
    [InlineData("signalfd4", "signalfd4")]
    public void A_run_without_the_call_is_125_and_leaves_no_container(string calls, string named)
    {
        Fails(Refused(Refuse.ENOSYS, calls, "run", "--rm", BusyboxStore.Image, "true"), 125, named);
        NoContainerIsLeft();
    }

    private Outcome Refused(int errno, string calls, params string[] arguments) =>
        Refuse.Run(
            errno,
            calls,
            [Program, .. arguments],
            new RunOptions { Environment = Variables }
        );
}
