using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using ContainerRt.ImageStore.Layers;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Engine.Bundles;

/// <summary>
/// The VOLUMEs of an image: directories of the container's own, outside its root, that begin with what the image has there.
/// They live and go with the container.
/// </summary>
internal static class ImageVolumes
{
    // each is a copy of what the image has there, and links may lead several to one place
    private const int Most = 32;

    /// <summary>One of the user's own volumes in the same place goes first.</summary>
    /// <param name="rootfs">The mounted root.</param>
    public static List<Mount> Make(BundleRequest request, Fd rootfs)
    {
        HashSet<string> taken =
        [
            .. VolumeMount.ParseAll(request.Wishes.Volumes).Select(volume => volume.Destination!),
        ];
        List<Mount> mounts = [];
        foreach (
            string path in (request.Image.Volumes?.Keys ?? Enumerable.Empty<string>()).Order(
                StringComparer.Ordinal
            )
        )
        {
            if (path.Contains('\0', StringComparison.Ordinal) || mounts.Count == Most)
            {
                throw new EngineException(
                    mounts.Count == Most
                        ? $"the image has more than {Most} volumes"
                        : "the image names a volume with a NUL in it"
                );
            }
            // `..` ends at the root here, and the walk below does not leave it either (CVE-2022-23648)
            string destination = Path.GetFullPath("/" + path).TrimEnd('/');
            if (destination.Length == 0)
            {
                throw new EngineException($"the image's volume \"{path}\" is its root");
            }
            if (taken.Add(destination))
            {
                mounts.Add(
                    Make(
                        Path.Combine(request.Directory, "volumes"),
                        mounts.Count,
                        rootfs,
                        destination
                    )
                );
            }
        }
        return mounts;
    }

    private static Mount Make(string parent, int number, Fd rootfs, string destination)
    {
        string source = Path.Combine(parent, number.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(source);
        using Fd target = HostPath.OpenDirectory(source).OrThrow($"open {source}");
        SysResult<Fd> content = OpenAt2.InRoot(
            rootfs,
            Encoding.UTF8.GetBytes(destination[1..]),
            FileConstants.O_RDONLY | FileConstants.O_DIRECTORY
        );
        if (content.Errno is not (Errno.ENOENT or Errno.ENOTDIR))
        {
            using Fd from = content.OrThrow($"open the image's {destination}");
            TreeCopy.Copy(from, target);
        }
        return new Mount
        {
            Destination = destination,
            Type = "bind",
            Source = source,
            Options = ["rbind", "rprivate"],
        };
    }
}
