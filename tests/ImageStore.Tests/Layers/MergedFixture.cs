using System;
using System.Collections.Generic;
using System.IO;
using ContainerRt.ImageStore.Snapshots;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Layers;

/// <summary>Layers, applied and mounted over each other as a container gets them.</summary>
public abstract class MergedFixture : LayerFixture
{
    private int _count;

    /// <summary>Mounts the layers, lowest first, and looks at what they make together.</summary>
    internal void Merged(Action look, params TarBuilder[] layers)
    {
        List<Fd> topmostFirst = [];
        foreach (TarBuilder tar in layers)
        {
            string name = $"applied{_count++}";
            Fd layer = NewDirectory(name);
            Settle(layer, UnpackTo(layer, tar), topmostFirst);
            topmostFirst.Insert(0, HostPath.OpenDirectory(In(name)).OrThrow("open"));
            layer.Dispose();
        }
        using Fd target = NewDirectory("merged");
        new OverlayMount(new()).Mount(new(topmostFirst), target);
        try
        {
            look();
        }
        finally
        {
            OverlayMount.Unmount(In("merged"));
            Directory.Delete(In("merged"));
            topmostFirst.ForEach(x => x.Dispose());
        }
    }

    protected string Content(string path) => File.ReadAllText(In("merged/" + path));

    /// <summary>What stat(1) says of a path in the merged tree.</summary>
    protected string Says(string path, string format) =>
        Run("stat", "-c", format, In("merged/" + path)).Trim();

    protected string[] Names(string path = "") =>
        [
            .. Array.ConvertAll(
                Directory.GetFileSystemEntries(In("merged/" + path)),
                x => Path.GetFileName(x)!
            ),
        ];

    protected void IsGone(string path) => Assert.Equal("", Says(path, "%F"));

    /// <summary>All paths of the merged tree in their order. A name that cannot be stat'ed is a fault of its own.</summary>
    protected string Everything()
    {
        string top = In("merged");
        string[] paths = Run("find", top, "-mindepth", "1", "-printf", "%y %P\n")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(paths, x => x.StartsWith("c ", StringComparison.Ordinal));
        string[] names = Array.ConvertAll(paths, x => x[2..]);
        Array.Sort(names, StringComparer.Ordinal);
        Assert.All(names, x => Assert.NotEqual("", Says(x, "%F")));
        return string.Join(' ', names);
    }
}
