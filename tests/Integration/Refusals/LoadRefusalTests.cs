using System.IO;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using ContainerRt.Integration.User;
using Xunit;

namespace ContainerRt.Integration.Refusals;

/// <summary>An image that is loaded on a kernel without a call: no half of it becomes visible.</summary>
public sealed class LoadRefusalTests : UserTest
{
    [Theory]
    [InlineData("syncfs", "sync ")]
    [InlineData("statx", "stat ")]
    [InlineData("openat2", "open ")]
    public void A_load_without_the_call_says_what_it_was_for_and_leaves_no_image(
        string call,
        string named
    )
    {
        string archive = TestImages.Busybox(Path.Combine(Folder, "layout")).Archive();
        string[] command = [Program, "load", "-q", "-i", archive];
        RunOptions options = new() { Environment = Variables };
        Fails(
            Refuse.Run(Refuse.ENOSYS, call, command, options),
            125,
            named,
            "function not implemented"
        );
        Assert.Equal("", Succeeds("images", "--quiet"));
        // and the remains are in nobody's way
        _ = Succeeds("load", "-q", "-i", archive);
        _ = Succeeds("run", "--rm", BusyboxStore.Image, "true");
    }
}
