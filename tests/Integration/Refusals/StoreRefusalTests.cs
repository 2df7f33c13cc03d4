using System.IO;
using ContainerRt.Integration.Machine;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Refusals;

/// <summary>Tests of the image store again, on a kernel without a feature: its fallbacks are really taken.</summary>
public sealed class StoreRefusalTests : IntegrationTest
{
    private const string Overlay = "ContainerRt.ImageStore.Tests.Layers.OverlayTests";
    private const string Apply = "ContainerRt.ImageStore.Tests.Layers.ApplyTests";

    [Theory]
    [InlineData(Refuse.ENOSYS)]
    [InlineData(Refuse.EPERM)]
    public void Without_fsopen_overlay_is_mounted_by_mount(int errno) =>
        Passes(Tests(errno, "fsopen", $"{Overlay}.Settled_layers_mount_as_the_archives_say"));

    // the fallback taken away too: else the test above would also pass if nothing was refused
    [Fact]
    public void Without_fsopen_and_mount_there_is_no_overlay() =>
        Assert.NotEqual(
            0,
            Tests(
                Refuse.ENOSYS,
                "fsopen,mount",
                $"{Overlay}.Settled_layers_mount_as_the_archives_say"
            ).ExitCode
        );

    [Fact]
    public void Without_lowerdir_by_descriptor_hundreds_of_layers_are_given_by_name() =>
        Passes(
            Tests(
                Refuse.EINVAL,
                "fsconfig@1=5",
                $"{Overlay}.Layers_far_beyond_an_option_string_mount_and_the_old_way_says_why_it_cannot"
            )
        );

    [Fact]
    public void Without_fchmodat2_modes_of_a_layer_are_set_through_proc() =>
        Passes(Tests(Refuse.ENOSYS, "fchmodat2", $"{Apply}.A10_A11_devices_and_fifos_are_made"));

    [Fact]
    public void Without_fchmodat2_and_fchmodat_there_are_no_modes() =>
        Assert.NotEqual(
            0,
            Tests(
                Refuse.ENOSYS,
                "fchmodat2,fchmodat",
                $"{Apply}.A10_A11_devices_and_fifos_are_made"
            ).ExitCode
        );

    private static void Passes(Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Matches("Total: [1-9]", outcome.Output);
    }

    private static Outcome Tests(int errno, string calls, string method)
    {
        string program = Path.Combine(
            Crt.Top,
            "tests/ImageStore.Tests/bin/Release/net10.0/ContainerRt.ImageStore.Tests"
        );
        Assert.SkipUnless(
            File.Exists(program),
            "needs the tests of the image store, built for Release"
        );
        return Refuse.Run(errno, calls, [program, "-noLogo", "-noColor", "-method", method]);
    }
}
