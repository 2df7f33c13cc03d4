using System;
using System.IO;
using ContainerRt.ImageStore.Layers;

namespace ContainerRt.ImageStore.Tests.Layers;

/// <summary>For fuzzers: any bytes either are an archive or an <see cref="ImageStoreException"/>.</summary>
public static class TarReaderTarget
{
    /// <summary>The number of members, or -1 for a refused archive.</summary>
    public static int Run(ReadOnlySpan<byte> data)
    {
        TarReader reader = new(new MemoryStream(data.ToArray()));
        int members = 0;
        try
        {
            while (reader.Next() is { } entry)
            {
                _ = LayerPath.Clean(entry.Name);
                while (!reader.ReadBody().IsEmpty) { }
                members++;
            }
            reader.Drain();
            return members;
        }
        catch (ImageStoreException)
        {
            return -1;
        }
    }
}
