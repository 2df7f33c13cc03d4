using System;

namespace ContainerRt.Linux.Native;

/// <summary>A path of bytes as the kernel takes it: ended by NUL, at most PATH_MAX long.</summary>
internal static unsafe class CPath
{
    public const int PathMax = 4096;

    /// <summary>The error that the path deserves before it is copied: a NUL inside would name another file.</summary>
    public static Errno Check(ReadOnlySpan<byte> path) =>
        path.Length >= PathMax ? Errno.ENAMETOOLONG
        : path.Contains((byte)0) ? Errno.EINVAL
        : Errno.None;

    /// <summary>Copies into a buffer of the path's length plus one.</summary>
    public static nint Copy(ReadOnlySpan<byte> path, byte* buffer)
    {
        path.CopyTo(new Span<byte>(buffer, path.Length));
        buffer[path.Length] = 0;
        return (nint)buffer;
    }
}
