using System.Collections.Generic;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;

namespace ContainerRt.ImageStore.Layers;

/// <summary>
/// Copies what a directory holds into an empty one, with owners, modes, attributes and times. Links are copied, never
/// followed; what has several names is copied once, or an image of a megabyte could fill the disk.
/// </summary>
public sealed class TreeCopy
{
    // two descriptors a level
    private const int MaxDepth = 200;

    private readonly Fd _top;
    private readonly Dictionary<(ulong FileSystem, ulong Inode), byte[]> _copies = [];

    private TreeCopy(Fd top) => _top = top;

    /// <param name="to">Nobody else may change it meanwhile: it is below a directory of mode 0700.</param>
    public static void Copy(Fd from, Fd to) => new TreeCopy(to).Directory(from, to, [], 0);

    private void Directory(Fd from, Fd to, byte[] path, int depth)
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
            byte[] below = path.Length == 0 ? name : [.. path, (byte)'/', .. name];
            if (!status.IsDirectory)
            {
                File(from, to, below, status);
                continue;
            }
            MakeAt.Directory(to, name, 0x1C0).OrThrow("make directory");
            using Fd source = OpenAt.Directory(from, name).OrThrow("open directory");
            using Fd target = OpenAt.Directory(to, name).OrThrow("open directory");
            Directory(source, target, below, depth + 1);
        }
        // last: what is made in a directory changes its times
        LayerCommit.CopyAttributes(from, to);
    }

    private void File(Fd from, Fd to, byte[] path, in FileStatus status)
    {
        byte[] name = path[(System.Array.LastIndexOf(path, (byte)'/') + 1)..];
        if (status.Links > 1)
        {
            (ulong, ulong) file = (status.FileSystem, status.Inode);
            if (_copies.TryGetValue(file, out byte[]? first))
            {
                MakeAt.Link(_top, first, to, name).OrThrow("link to the first copy");
                return;
            }
            _copies.Add(file, path);
        }
#pragma warning disable CA2000 // it would close the directory, which is the caller's
        LayerCommit.Copy(new MergedLayers.Found(from, name, status), to, name);
#pragma warning restore CA2000
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
