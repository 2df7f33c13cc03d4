using System;

namespace ContainerRt.Linux.Files;

/// <summary>A name in a directory. The name lies in the caller's buffer.</summary>
public readonly ref struct DirectoryEntry(ReadOnlySpan<byte> name, byte type, ulong inode)
{
    public ReadOnlySpan<byte> Name { get; } = name;

    public ulong Inode { get; } = inode;

    /// <summary>Known to be a directory; some file systems do not say (DT_UNKNOWN).</summary>
    public bool IsDirectory => type == 4;

    public bool IsTypeKnown => type != 0;
}
