namespace ContainerRt.ImageStore.Layers;

/// <summary>What a layer may ask of us at most.</summary>
public static class LayerLimits
{
    /// <summary>Of one PAX header, GNU long name or long link (Go's limit as well).</summary>
    public const int SpecialBody = 1 << 20;

    /// <summary>All special headers of a layer together.</summary>
    public const long AllSpecialBodies = 1L << 30;

    public const int Path = 4095;

    public const int Component = 255;

    public const int Entries = 10_000_000;

    /// <summary>Of all names that a layer removes; they are kept until the layers below are there.</summary>
    public const int WhiteoutNames = 64 << 20;

    /// <summary>A layer may grow to this many times its compressed size ...</summary>
    public const long Ratio = 2000;

    /// <summary>... and this many bytes more; deflate itself cannot pass 1032:1.</summary>
    public const long FreeBytes = 1L << 30;

    /// <summary>The holes of sparse members are made, not written; what reads the files reads them whole.</summary>
    public static long SparseBytes(long archiveBytes) => FreeBytes + Ratio * archiveBytes;

    /// <summary>2^27 bytes, what zstd itself accepts without being asked.</summary>
    public const int ZstdWindowLog = 27;

    /// <summary>As the kernel's own walk, path_resolution(7).</summary>
    public const int Symlinks = 40;
}
