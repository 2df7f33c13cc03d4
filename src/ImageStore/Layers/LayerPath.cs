using System;
using System.Collections.Generic;
using System.Text;

namespace ContainerRt.ImageStore.Layers;

/// <summary>A name of an archive, cleaned: no leading slash, no `.`, and `..` stops at the root.</summary>
/// <remarks>Text is Latin-1, one char a byte, so that names in any encoding are keys without loss.</remarks>
public readonly record struct LayerPath(string Text)
{
    public static LayerPath Root => new("");

    public bool IsRoot => Text.Length == 0;

    public LayerPath Parent => new(Text[..Math.Max(Text.LastIndexOf('/'), 0)]);

    public string LastComponent => Text[(Text.LastIndexOf('/') + 1)..];

    public byte[] Name => Bytes(LastComponent);

    /// <summary>For a system call relative to the layer's root.</summary>
    public byte[] ToBytes() => IsRoot ? "."u8.ToArray() : Bytes(Text);

    public LayerPath Child(string component) => new(IsRoot ? component : $"{Text}/{component}");

    public string[] Components() => IsRoot ? [] : Text.Split('/');

    public static LayerPath Clean(ReadOnlySpan<byte> raw)
    {
        if (raw.Length > LayerLimits.Path || raw.Contains((byte)0))
        {
            throw new ImageStoreException(
                $"archive: the name '{TarEntry.Display(raw)}' is too long or contains a NUL byte: file name too long"
            );
        }
        List<string> components = [];
        foreach (string component in Encoding.Latin1.GetString(raw).Split('/'))
        {
            if (component.Length > LayerLimits.Component)
            {
                throw new ImageStoreException(
                    $"archive: a component of '{TarEntry.Display(raw)}' is over 255 bytes: file name too long"
                );
            }
            if (component == "..")
            {
                components.RemoveRange(
                    Math.Max(components.Count - 1, 0),
                    Math.Min(components.Count, 1)
                );
            }
            else if (component is not ("" or "."))
            {
                components.Add(component);
            }
        }
        return new(string.Join('/', components));
    }

    public static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public override string ToString() => TarEntry.Display(Bytes(Text));
}
