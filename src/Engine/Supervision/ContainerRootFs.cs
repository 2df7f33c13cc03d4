using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Engine.Containers;
using ContainerRt.ImageStore.Snapshots;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Mounts;

namespace ContainerRt.Engine.Supervision;

/// <summary>The root file system of a container: the image's layers below, its own changes above.</summary>
public static class ContainerRootFs
{
    public static string PathIn(string directory) => Path.Combine(directory, "bundle", "rootfs");

    public static void Mount(string directory, ContainerRecord record)
    {
        Make(directory, "bundle");
        Make(directory, "upper");
        Make(directory, "work");
        Directory.CreateDirectory(PathIn(directory));
        List<Fd> lowers = [.. record.Layers.Select(Open)];
        try
        {
            using Fd upper = Open(Path.Combine(directory, "upper"));
            using Fd work = Open(Path.Combine(directory, "work"));
            using Fd target = Open(PathIn(directory));
            new OverlayMount(new OverlayOptions()).Mount(
                new OverlayLayers(lowers, upper, work),
                target
            );
        }
        finally
        {
            lowers.ForEach(lower => lower.Dispose());
        }
    }

    /// <summary>Takes the mount away if it is there.</summary>
    public static void Unmount(string directory)
    {
        if (Directory.Exists(PathIn(directory)))
        {
            // EINVAL: it is no mount point
            _ = Umount.Detach(PathIn(directory));
        }
    }

    private static void Make(string directory, string name)
    {
        string path = Path.Combine(directory, name);
        // the upper directory is what / of the container looks like: programs of any user look into it
        Directory.CreateDirectory(path);
    }

    private static Fd Open(string path) => HostPath.OpenDirectory(path).OrThrow($"open {path}");
}
