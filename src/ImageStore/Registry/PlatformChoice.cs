using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Registry;

/// <summary>Chooses the manifest of an index that fits a machine.</summary>
public static class PlatformChoice
{
    public static Platform OfThisMachine =>
        Normalise(
            new Platform
            {
                Os = "linux",
                Architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
            }
        );

    /// <summary>As the image's configuration has it: an index is only a list of offers.</summary>
    public static Platform Of(ImageConfig config) =>
        Normalise(
            new Platform
            {
                Os = config.Os,
                Architecture = config.Architecture,
                Variant = config.Variant,
            }
        );

    /// <summary>Whether the image is what is wanted. Of variants a machine runs the older ones too, so they count for nothing here.</summary>
    public static bool IsFor(Platform image, Platform wanted) =>
        image.Os == wanted.Os && image.Architecture == wanted.Architecture;

    /// <summary>Reads OS/ARCH or OS/ARCH/VARIANT.</summary>
    public static Platform Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length is 2 or 3 && parts.All(p => p.Length is > 0 and < 64)
            ? Normalise(
                new Platform
                {
                    Os = parts[0],
                    Architecture = parts[1],
                    Variant = parts.Length == 3 ? parts[2] : null,
                }
            )
            : throw new ImageStoreException(
                $"platform \"{text}\" is not OS/ARCH or OS/ARCH/VARIANT, such as linux/arm64"
            );
    }

    /// <summary>The names that the image specification uses, for the names that other systems use.</summary>
    public static Platform Normalise(Platform platform)
    {
        (string architecture, string? variant) = platform.Architecture.ToLowerInvariant() switch
        {
            "x86_64" or "x86-64" or "x64" or "amd64" => (
                "amd64",
                platform.Variant is "v1" ? null : platform.Variant
            ),
            "i386" or "i486" or "i586" or "i686" or "x86" or "386" => ("386", null),
            "aarch64" or "arm64" => (
                "arm64",
                platform.Variant is "v8" or "8" ? null : platform.Variant
            ),
            "armhf" => ("arm", "v7"),
            "armel" => ("arm", "v6"),
            "arm" => ("arm", platform.Variant ?? "v7"),
            string other => (other, platform.Variant),
        };
        return platform with
        {
            Os = platform.Os.ToLowerInvariant(),
            Architecture = architecture,
            Variant = variant,
        };
    }

    public static Descriptor Choose(ImageIndex index, Platform wanted, string what)
    {
        List<Descriptor> images = index.Manifests.FindAll(m =>
            MediaTypes.IsManifest(m.MediaType) || MediaTypes.IsIndex(m.MediaType)
        );
        foreach (string? variant in Variants(Normalise(wanted)))
        {
            if (images.Find(m => Fits(m, Normalise(wanted), variant)) is { } found)
            {
                return found;
            }
        }
        // an index with one image and no word about its platform
        if (images is [{ Platform: null } only])
        {
            return only;
        }
        IEnumerable<string> there = images
            .Where(m => m.Platform is { Os: not "unknown" })
            .Select(m => Normalise(m.Platform!).ToString())
            .Distinct()
            .Take(30);
        throw new ImageStoreException(
            $"pull {what}: there is no image for {wanted}; there are images for: {string.Join(", ", there)}"
        );
    }

    private static bool Fits(Descriptor manifest, Platform wanted, string? variant) =>
        manifest.Platform is { } platform
        && Normalise(platform) is var own
        && own.Os == wanted.Os
        && own.Architecture == wanted.Architecture
        && (own.Variant ?? "") == (variant ?? "");

    /// <summary>A machine runs what older variants of its architecture run: v7, then v6, then v5.</summary>
    private static IEnumerable<string?> Variants(Platform wanted)
    {
        yield return wanted.Variant;
        if (wanted.Variant is ['v', >= '2' and <= '9' and char digit])
        {
            for (char lower = (char)(digit - 1); lower >= '1'; lower--)
            {
                yield return $"v{lower}";
            }
        }
        yield return null;
    }
}
