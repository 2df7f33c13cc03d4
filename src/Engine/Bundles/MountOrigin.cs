using System;
using System.Globalization;
using System.IO;
using ContainerRt.Spec.Json;
using ContainerRt.Spec.Runtime;
using ContainerRt.Spec.Runtime.Json;

namespace ContainerRt.Engine.Bundles;

/// <summary>The runtime names a mount by its place in a config.json that the user has never seen; here by what he has typed.</summary>
public static class MountOrigin
{
    private const string Place = "mounts[";

    /// <param name="message">Of the runtime.</param>
    /// <param name="directory">The container's.</param>
    public static string Explain(string message, string directory)
    {
        int start = message.IndexOf(Place, StringComparison.Ordinal);
        int end = start < 0 ? -1 : message.IndexOf(']', start);
        if (
            end < 0
            || !int.TryParse(
                message.AsSpan(start + Place.Length, end - start - Place.Length),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out int number
            )
            || Of(number, directory) is not { } origin
        )
        {
            return message;
        }
        // the field behind it, such as `.destination`
        int colon = message.IndexOf(':', end);
        return message[..start] + origin + message[(colon < 0 ? end + 1 : colon)..];
    }

    private static string? Of(int number, string directory)
    {
        Mount? mount = MountOf(number, Path.Combine(directory, "bundle", "config.json"));
        if (mount is not { Type: "bind", Source: { } source })
        {
            return null;
        }
        if (source.StartsWith(Path.Combine(directory, "volumes") + "/", StringComparison.Ordinal))
        {
            return $"the image's volume {mount.Destination}";
        }
        return source.StartsWith(directory + "/", StringComparison.Ordinal)
            ? null
            : $"-v {source}:{mount.Destination}";
    }

    private static Mount? MountOf(int number, string file)
    {
        try
        {
            return
                ConfigReader.Read(File.ReadAllBytes(file))?.Mounts is { } mounts
                && number < mounts.Count
                ? mounts[number]
                : null;
        }
        catch (Exception e) when (e is IOException or DocumentException)
        {
            return null;
        }
    }
}
