using ContainerRt.Engine;
using ContainerRt.Engine.Containers;
using ContainerRt.ImageStore.Images;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Spec.Image;

namespace ContainerRt.Cli.User;

/// <summary>The image of a new container: pulled when that is wanted, and for this machine unless the user says otherwise.</summary>
internal static class WantedImage
{
    /// <param name="name">Or the beginning of an id.</param>
    /// <param name="pull">missing, always or never.</param>
    /// <param name="platform">The one that the user asks for; null without one.</param>
    public static StoredImage Find(string name, string pull, string? platform)
    {
        Platform? wanted = platform is null ? null : PlatformChoice.Parse(platform);
        StoredImage image = InStore(name, pull, wanted) ?? Pulled(name, pull, platform);
        Check(image, name, wanted);
        return image;
    }

    // as docker: one for another platform than the wanted one is as good as none
    private static StoredImage? InStore(string name, string pull, Platform? wanted)
    {
        StoredImage? image = pull == "always" ? null : ContainerMaker.FindImage(name);
        bool fits =
            image is not null && (wanted is null || PlatformChoice.IsFor(image.Platform, wanted));
        return fits ? image : null;
    }

    private static StoredImage Pulled(string name, string pull, string? platform)
    {
        if (pull == "never")
        {
            string what = platform is null ? "" : $" for {platform}";
            throw new EngineException(
                $"image \"{name}\" is not here{what}, and --pull never was given"
            );
        }
        ImageVerbs.Pull(name, platform);
        return ContainerMaker.FindImage(name)
            ?? throw new EngineException($"image \"{name}\" was pulled and is not in the store");
    }

    private static void Check(StoredImage image, string name, Platform? wanted)
    {
        Platform machine = PlatformChoice.OfThisMachine;
        Platform own = image.Platform;
        // an image with no word about it, as old tools made them
        bool silent = own.Os.Length == 0 && own.Architecture.Length == 0;
        if (silent || PlatformChoice.IsFor(own, machine))
        {
            return;
        }
        string what = $"image \"{name}\" is for {own}, and this machine is {machine}";
        if (wanted is null)
        {
            throw new EngineException(
                $"{what}: pull it for this machine, or say --platform {own} if this kernel can run it"
            );
        }
        Output.Note($"crt: warning: {what}");
    }
}
