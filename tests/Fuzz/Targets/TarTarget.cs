using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Layers;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// An archive's members: bodies as long as they say and no longer than the archive, parts of sparse ones in their order, names that stay below the root once
/// cleaned; or an <see cref="ImageStoreException"/>. How the bytes come in pieces changes nothing.
/// </summary>
internal sealed class TarTarget : IFuzzTarget
{
    public string Name => "tar";

    public IReadOnlyList<string> Words => TarWords.All;

    // two readers, each with its buffer
    public long FixedBytes => 4 << 20;

    public string Run(byte[] input)
    {
        string whole = Read(new MemoryStream(input), input.Length);
        byte[] repaired = TarChecksums.Repair(input);
        string outcome = Read(new MemoryStream(repaired), input.Length);
        BrokenPromiseException.Unless(
            Read(new Trickle(repaired), input.Length) == outcome,
            "an archive in small pieces is another one"
        );
        return whole + outcome;
    }

    private static string Read(Stream stream, int length)
    {
        TarReader reader = new(stream);
        StringBuilder outcome = new();
        try
        {
            while (reader.Next() is { } entry)
            {
                _ = outcome.Append(entry.Type).Append(' ');
                Check(entry, reader, length);
            }
            reader.Drain();
        }
        catch (ImageStoreException e)
        {
            _ = outcome.Append(e.Message);
        }
        return outcome.ToString();
    }

    private static void Check(TarEntry entry, TarReader reader, int length)
    {
        long size = 0;
        long end = 0;
        bool sparse = false;
        for (long offset; (offset = reader.Offset) != long.MaxValue; )
        {
            int piece = reader.ReadBody().Length;
            BrokenPromiseException.Unless(
                piece > 0 && offset >= end,
                "a piece lies before the last one"
            );
            sparse |= offset > end;
            end = offset + piece;
            size += piece;
        }
        BrokenPromiseException.Unless(
            end <= entry.Size && size <= length && (sparse || size == end),
            $"a body of {entry.Size} bytes has {size} in an archive of {length}, up to {end}"
        );
        BrokenPromiseException.Unless(
            entry.Permissions <= 0xFFF && entry.Uid != uint.MaxValue && entry.Gid != uint.MaxValue,
            "a mode or an owner that chmod or chown would take for something else"
        );
        BrokenPromiseException.Unless(
            entry.Modified.Nanoseconds < 1_000_000_000 && entry.Modified.Seconds >= 0,
            "a time that utimensat refuses"
        );
        LayerPath path = LayerPath.Clean(entry.Name);
        BrokenPromiseException.Unless(
            LayerPath.Clean(LayerPath.Bytes(path.Text)) == path
                && path.Components().All(part => part is not ("" or "." or "..")),
            $"'{path.Text}' is not clean"
        );
    }
}
