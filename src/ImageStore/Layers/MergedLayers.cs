using System;
using System.Collections.Generic;
using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;

namespace ContainerRt.ImageStore.Layers;

/// <summary>Looks a path up in layers as overlayfs would show them, without a mount.</summary>
internal sealed class MergedLayers(IReadOnlyList<Fd> topmostFirst)
{
    /// <summary>Where a path ends: the directory of one layer that holds it, and its name there.</summary>
    internal sealed record Found(Fd Parent, byte[] Name, FileStatus Status) : IDisposable
    {
        public void Dispose() => Parent.Dispose();
    }

    /// <summary>The merged directory; of no parts when there is none.</summary>
    /// <param name="real">No component is a link.</param>
    public MergedDirectory Open(LayerPath real)
    {
        MergedDirectory directory = MergedDirectory.Root(topmostFirst);
        foreach (string component in real.Components())
        {
            directory.Enter(LayerPath.Bytes(component));
        }
        return directory;
    }

    /// <summary>Links are followed in all but the last component; null when nothing is there.</summary>
    public Found? Find(LayerPath path)
    {
        if (Resolve(path.Parent) is not { } parent)
        {
            return null;
        }
        using MergedDirectory directory = Open(parent);
        return directory.Look(path.Name) is { } found
            ? new(
                OpenAt.Directory(found.Directory, "."u8).OrThrow("open directory"),
                path.Name,
                found.Status
            )
            : null;
    }

    /// <summary>Where the directory really is once links are followed; null when there is none.</summary>
    public LayerPath? Resolve(LayerPath directory)
    {
        List<string> real = [];
        Stack<string> pending = new();
        Push(pending, directory.Components());
        for (int links = 0; links <= LayerLimits.Symlinks; links++)
        {
            if (!Walk(real, pending, out byte[]? link))
            {
                return null;
            }
            if (link is null)
            {
                return PathOf(real);
            }
            if (link is [(byte)'/', ..])
            {
                real.Clear();
            }
            string target = Encoding.Latin1.GetString(link);
            Push(pending, target.Split('/', StringSplitOptions.RemoveEmptyEntries));
        }
        return null;
    }

    /// <summary>Goes on to the end or to a link, whose target it gives. False when something is missing or no directory.</summary>
    private bool Walk(List<string> real, Stack<string> pending, out byte[]? link)
    {
        link = null;
        MergedDirectory? at = null;
        try
        {
            while (link is null && pending.TryPop(out string? component))
            {
                if (component == "..")
                {
                    real.RemoveRange(Math.Max(real.Count - 1, 0), Math.Min(real.Count, 1));
                    at?.Dispose();
                    at = null;
                    continue;
                }
                at ??= Open(PathOf(real));
                byte[] name = LayerPath.Bytes(component);
                if (at.Look(name) is not { } found)
                {
                    return false;
                }
                if (found.Status.IsSymlink)
                {
                    link = ReadLinkAt.Target(found.Directory, name).OrThrow("read link");
                    continue;
                }
                if (!found.Status.IsDirectory)
                {
                    return false;
                }
                at.Enter(name);
                real.Add(component);
            }
            return true;
        }
        finally
        {
            at?.Dispose();
        }
    }

    private static LayerPath PathOf(List<string> components) => new(string.Join('/', components));

    private static void Push(Stack<string> pending, string[] components)
    {
        for (int i = components.Length - 1; i >= 0; i--)
        {
            if (components[i] != ".")
            {
                pending.Push(components[i]);
            }
        }
    }
}
