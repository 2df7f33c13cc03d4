using System.Collections.Generic;
using System.Text;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Spec.Image;

namespace ContainerRt.Fuzz.Targets;

/// <summary>OS/ARCH/VARIANT: a platform whose usual form is stable, or an <see cref="ImageStoreException"/>.</summary>
internal sealed class PlatformTarget : IFuzzTarget
{
    public string Name => "platform";

    public IReadOnlyList<string> Words { get; } =
    [
        "/",
        "linux/",
        "amd64",
        "x86_64",
        "arm",
        "armhf",
        "aarch64",
        "v8",
        "v1",
        "8",
        "I686",
        "\xc4\xb0",
    ];

    public string Run(byte[] input)
    {
        try
        {
            Platform platform = PlatformChoice.Parse(Encoding.UTF8.GetString(input));
            BrokenPromiseException.Unless(
                PlatformChoice.Normalise(platform) == platform
                    && PlatformChoice.Parse(platform.ToString()) == platform,
                $"{platform} changes when it is read again"
            );
            return platform.Architecture;
        }
        catch (ImageStoreException e)
        {
            return e.Message;
        }
    }
}
