using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Layers;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Spec.Image;

#pragma warning disable CA1416 // crt is for Linux

namespace ContainerRt.ImageStore.Images;

/// <summary>
/// Unpacked layers: `layers/CHAIN/fs` and `meta.json`. A layer is made in `staging` and gets its name when it is
/// whole and on the disk.
/// </summary>
internal sealed class LayerStore(ContentStore store)
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode RootDirectory =
        OwnerOnly
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    public string TreeOf(Digest chain) => Path.Combine(store.LayersDirectory, chain.Hex, "fs");

    public bool Has(Digest chain) =>
        File.Exists(Path.Combine(store.LayersDirectory, chain.Hex, "meta.json"));

    /// <summary>An empty place for a layer that is about to be unpacked.</summary>
    public string NewStaging()
    {
        string path = Path.Combine(
            store.StagingDirectory,
            $"{Environment.ProcessId}-{Guid.NewGuid():N}"
        );
        Directory.CreateDirectory(path, OwnerOnly);
        Directory.CreateDirectory(Path.Combine(path, "fs"));
        // mkdir is under the umask, and a root that others cannot search is no root
        File.SetUnixFileMode(Path.Combine(path, "fs"), RootDirectory);
        return path;
    }

    /// <summary>Finishes a staged layer on top of those below it.</summary>
    public static void Settle(
        StagedLayer layer,
        IReadOnlyList<string> lowersTopmostFirst,
        CancellationToken cancel
    )
    {
        List<Fd> lowers = [];
        try
        {
            lowers.AddRange(lowersTopmostFirst.Select(Open));
            using Fd tree = Open(layer.Tree);
            LayerCommit.Settle(tree, layer.Summary, lowers, cancel);
        }
        finally
        {
            lowers.ForEach(fd => fd.Dispose());
        }
        LayerMeta meta = new(layer.Chain, layer.DiffId, layer.Blob, layer.Summary.UncompressedSize);
        File.WriteAllBytes(
            Path.Combine(layer.Directory, "meta.json"),
            JsonSerializer.SerializeToUtf8Bytes(meta, StoreJson.Default.LayerMeta)
        );
    }

    /// <summary>Gives a layer that is on the disk its name.</summary>
    public void Publish(StagedLayer layer)
    {
        string final = Path.Combine(store.LayersDirectory, layer.Chain.Hex);
        try
        {
            Directory.Move(layer.Directory, final);
        }
        catch (IOException) when (Has(layer.Chain))
        {
            // another program has unpacked the same layer
            Remove(layer.Directory);
        }
    }

    public static Fd Open(string directory) =>
        HostPath.OpenDirectory(directory).OrThrow($"open {directory}");

    public static void Remove(string path)
    {
        using Fd parent = Open(Path.GetDirectoryName(path)!);
        TreeRemoval.Remove(parent, Encoding.UTF8.GetBytes(Path.GetFileName(path)));
    }
}
