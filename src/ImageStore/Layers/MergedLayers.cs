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

    /// <summary>Links are followed in all but the last component; null when nothing is there.</summary>
    public Found? Find(LayerPath path)
    {
        List<string> walked = [];
        Stack<string> pending = new();
        Push(pending, path.Components());
        int links = 0;
        Found? found = null;
        while (pending.TryPop(out string? component))
        {
            found?.Dispose();
            found = null;
            if (component == "..")
            {
                walked.RemoveRange(Math.Max(walked.Count - 1, 0), Math.Min(walked.Count, 1));
                continue;
            }
            walked.Add(component);
            found = FindReal(walked);
            if (found is null || pending.Count == 0)
            {
                return found;
            }
            if (found.Status.IsSymlink)
            {
                byte[] target = ReadLinkAt.Target(found.Parent, found.Name).OrThrow("read link");
                walked.RemoveAt(walked.Count - 1);
                if (++links > LayerLimits.Symlinks)
                {
                    found.Dispose();
                    return null;
                }
                if (target is [(byte)'/', ..])
                {
                    walked.Clear();
                }
                string text = Encoding.Latin1.GetString(target);
                Push(pending, text.Split('/', StringSplitOptions.RemoveEmptyEntries));
            }
        }
        return found;
    }

    // No component is a link: each layer is asked from the top until one hides those below it.
    private Found? FindReal(List<string> components)
    {
        foreach (Fd layer in topmostFirst)
        {
            if (FindInLayer(layer, components, out bool hides) is { } found)
            {
                return found;
            }
            if (hides)
            {
                return null;
            }
        }
        return null;
    }

    private static Found? FindInLayer(Fd layer, List<string> components, out bool hides)
    {
        Fd current = OpenAt.Directory(layer, "."u8).OrThrow("open layer");
        hides = OverlayMarks.IsOpaque(current);
        for (int i = 0; i < components.Count; i++)
        {
            byte[] name = LayerPath.Bytes(components[i]);
            SysResult<FileStatus> status = StatusOf.Name(current, name);
            bool last = i == components.Count - 1;
            if (!status.Failed && last && !status.Value.IsWhiteout)
            {
                return new(current, name, status.Value);
            }
            if (status.Failed || last || !status.Value.IsDirectory)
            {
                // a whiteout or a file in the way hides whatever is below
                hides |= !status.Failed;
                current.Dispose();
                return null;
            }
            Fd next = OpenAt.Directory(current, name).OrThrow("open directory");
            current.Dispose();
            current = next;
            hides |= OverlayMarks.IsOpaque(current);
        }
        current.Dispose();
        return null;
    }

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
