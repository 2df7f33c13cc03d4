using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

#pragma warning disable CA1416 // crt is for Linux

namespace ContainerRt.ImageStore.Content;

/// <summary>Writes a file that is either the old one or the new one, whenever the power fails.</summary>
internal static class AtomicFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string temporary = $"{path}.{Environment.ProcessId}-{Random.Shared.Next():x}.tmp";
        using (
            SafeFileHandle file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write)
        )
        {
            File.SetUnixFileMode(file, OwnerOnly);
            RandomAccess.Write(file, content, 0);
            RandomAccess.FlushToDisk(file);
        }
        File.Move(temporary, path, overwrite: true);
    }
}
