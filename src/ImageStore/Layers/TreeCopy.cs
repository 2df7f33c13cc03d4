using System.Collections.Generic;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;

namespace ContainerRt.ImageStore.Layers;

/// <summary>Copies what a directory holds into an empty one, with owners, modes, attributes and times. Links are copied, never followed.</summary>
public static class TreeCopy
{
    // two descriptors a level
    private const int MaxDepth = 200;

    public static void Copy(Fd from, Fd to) => Copy(from, to, 0);

    private static void Copy(Fd from, Fd to, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ImageStoreException(
                $"copy: directories are nested more than {MaxDepth} deep"
            );
        }
        foreach (byte[] name in Names(from))
        {
            FileStatus status = StatusOf.Name(from, name).OrThrow("stat");
            if (!status.IsDirectory)
            {
#pragma warning disable CA2000 // it would close the directory, which is the caller's
                LayerCommit.Copy(new MergedLayers.Found(from, name, status), to, name);
#pragma warning restore CA2000
                continue;
            }
            MakeAt.Directory(to, name, 0x1C0).OrThrow("make directory");
            using Fd source = OpenAt.Directory(from, name).OrThrow("open directory");
            using Fd target = OpenAt.Directory(to, name).OrThrow("open directory");
            Copy(source, target, depth + 1);
        }
        // last: what is made in a directory changes its times
        LayerCommit.CopyAttributes(from, to);
    }

    private static List<byte[]> Names(Fd directory)
    {
        List<byte[]> names = [];
        using Fd listed = OpenAt.Directory(directory, "."u8).OrThrow("open directory");
        DirectoryReader reader = new(listed, new byte[32 * 1024]);
        while (reader.Next(out DirectoryEntry entry).OrThrow("read directory") > 0)
        {
            names.Add(entry.Name.ToArray());
        }
        return names;
    }
}
