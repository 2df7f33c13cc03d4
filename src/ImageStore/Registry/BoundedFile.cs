using System;
using System.IO;
using System.Text;

namespace ContainerRt.ImageStore.Registry;

/// <summary>
/// Reads a file that a user or an administrator named, up to a limit. It may be a pipe or a device, whose length says
/// nothing, so what is read is counted; and a pipe is waited for, which HostFile with its calls that hold up the garbage
/// collector must not.
/// </summary>
internal static class BoundedFile
{
    private const int MaxBytes = 1024 * 1024;

    /// <param name="path">The file.</param>
    /// <param name="attempt">For messages, as `read credentials from`.</param>
    public static byte[] Read(string path, string attempt)
    {
        try
        {
            using FileStream file = new(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0
            );
            using MemoryStream content = new();
            byte[] buffer = new byte[16 * 1024];
            int read;
            while ((read = file.Read(buffer)) > 0)
            {
                if (content.Length + read > MaxBytes)
                {
                    throw new ImageStoreException(
                        $"{attempt} {path}: the file is larger than 1 MiB"
                    );
                }
                content.Write(buffer, 0, read);
            }
            return content.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageStoreException.Because($"{attempt} {path}", e);
        }
    }

    public static string ReadText(string path, string attempt)
    {
        ReadOnlySpan<byte> bytes = Read(path, attempt);
        return Encoding.UTF8.GetString(
            bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes
        );
    }
}
