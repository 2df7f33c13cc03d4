using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.Linux;

namespace ContainerRt.ImageStore.Layers;

/// <summary>
/// `.wh.` names, which hide what the layers below have and never what this layer itself brings, wherever they stand in the
/// archive. So they are only collected here, and the commit hides what the layers below really have.
/// </summary>
internal sealed class Whiteouts
{
    private readonly HashSet<Whiteout> _said = [];
    private readonly HashSet<string> _bookkeeping = new(StringComparer.Ordinal);
    private long _text;

    private static ReadOnlySpan<byte> Prefix => ".wh."u8;

    public IReadOnlyList<Whiteout> Said => [.. _said];

    /// <summary>Only the last component counts: `.wh.etc/x` is an ordinary name.</summary>
    public bool TryTake(LayerPath path)
    {
        byte[] name = path.Name;
        if (!name.AsSpan().StartsWith(Prefix))
        {
            NoteBookkeeping(path);
            return false;
        }
        ReadOnlySpan<byte> hidden = name.AsSpan(Prefix.Length);
        if (hidden.SequenceEqual(".wh..opq"u8))
        {
            Add(new(path.Parent, Opaque: true));
        }
        // the rest of .wh..wh.* is AUFS's own bookkeeping
        else if (!hidden.StartsWith(Prefix))
        {
            if (hidden.IsEmpty || hidden.SequenceEqual("."u8) || hidden.SequenceEqual(".."u8))
            {
                throw new ImageStoreException(
                    $"whiteout '{path}' would remove a directory itself or its parent"
                );
            }
            Add(new(path.Parent.Child(Encoding.Latin1.GetString(hidden)), Opaque: false));
        }
        return true;
    }

    /// <summary>Removes AUFS's directories, which were there as long as hard links could lead into them.</summary>
    public void RemoveBookkeeping(LayerTree tree)
    {
        foreach (LayerPath path in _bookkeeping.Select(x => new LayerPath(x)))
        {
            using Fd? parent = tree.Find(path.Parent);
            if (parent is not null)
            {
                TreeRemoval.Remove(parent, path.Name);
            }
        }
    }

    private void NoteBookkeeping(LayerPath path)
    {
        if (!path.Text.Contains(".wh..wh.", StringComparison.Ordinal))
        {
            return;
        }
        LayerPath above = LayerPath.Root;
        foreach (string component in path.Components())
        {
            above = above.Child(component);
            if (component.StartsWith(".wh..wh.", StringComparison.Ordinal))
            {
                if (_bookkeeping.Add(above.Text))
                {
                    Count(above);
                }
                return;
            }
        }
    }

    private void Add(Whiteout whiteout)
    {
        if (_said.Add(whiteout))
        {
            Count(whiteout.Path);
        }
    }

    private void Count(LayerPath path)
    {
        _text += path.Text.Length;
        if (_text > LayerLimits.WhiteoutNames)
        {
            throw new ImageStoreException(
                $"archive: the names of its whiteouts have more than {LayerLimits.WhiteoutNames} bytes"
            );
        }
    }
}
