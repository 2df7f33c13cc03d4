using System;
using System.ComponentModel;
using System.IO;
using System.Net.Sockets;

namespace ContainerRt.Linux;

/// <summary>
/// Why a call of the class library failed, in the kernel's words. The library's own texts are for programmers: they begin
/// with capitals, quote paths, end in full stops, and call a directory an access that is denied.
/// </summary>
public static class Reason
{
    private const int LargestErrno = 4095;

    public static string Of(Exception e) =>
        e is KernelException ? e.Message
        : ErrnoOf(e) is not Errno.None and Errno errno ? ErrnoText.Of(errno)
        : e switch
        {
            SocketException { SocketErrorCode: SocketError.HostNotFound } =>
                "no such host is known",
            SocketException { SocketErrorCode: SocketError.TryAgain } => "no name server answers",
            EndOfStreamException => "it ends too early",
            TimeoutException => ErrnoText.Of(Errno.ETIMEDOUT),
            _ => ErrnoText.Of(Errno.EIO),
        };

    /// <summary>The path that the library's text holds, and why.</summary>
    /// <param name="e">What the class library said.</param>
    /// <param name="attempt">What is said already; a path in it is not said again.</param>
    public static string WithPath(Exception e, string attempt = "") =>
        PathIn(e) is { } path && !attempt.Contains(path, StringComparison.Ordinal)
            ? $"{path}: {Of(e)}"
            : Of(e);

    private static Errno ErrnoOf(Exception e) =>
        e switch
        {
            FileNotFoundException or DirectoryNotFoundException => Errno.ENOENT,
            PathTooLongException => Errno.ENAMETOOLONG,
            // what is opened as a file and is none gives this too
            UnauthorizedAccessException when PathIn(e) is { } path && Directory.Exists(path) =>
                Errno.EISDIR,
            UnauthorizedAccessException { InnerException: { } inner }
                when ErrnoOf(inner) is not Errno.None and Errno errno => errno,
            UnauthorizedAccessException => Errno.EACCES,
            Win32Exception native => InRange(native.NativeErrorCode),
            IOException { InnerException: SocketException socket } => ErrnoOf(socket),
            IOException => InRange(e.HResult),
            _ => Errno.None,
        };

    private static Errno InRange(int number) =>
        number is > 0 and <= LargestErrno ? (Errno)number : Errno.None;

    private static string? PathIn(Exception e)
    {
        if (e is FileNotFoundException { FileName: { Length: > 0 } name })
        {
            return name;
        }
        int begin = e.Message.IndexOf('\'', StringComparison.Ordinal) + 1;
        int end = e.Message.LastIndexOf('\'');
        return begin > 0 && end > begin ? e.Message[begin..end] : null;
    }
}
