using System;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using static ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.ImageStore.Content;

/// <summary>Locks of the store: files of their own, held as long as the descriptor is open.</summary>
internal static class StoreLock
{
    private const uint OwnerOnly = 0x180; // 0600
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits without holding a thread, so that Ctrl-C ends the wait.</summary>
    public static async Task<Fd> TakeAsync(string path, bool exclusive, CancellationToken cancel)
    {
        while (true)
        {
            if (TryTake(path, exclusive) is { } held)
            {
                return held;
            }
            await Task.Delay(_pause, cancel);
        }
    }

    public static Fd Take(string path, bool exclusive) =>
        TakeAsync(path, exclusive, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Null when somebody else holds it.</summary>
    public static Fd? TryTake(string path, bool exclusive)
    {
        Fd file = HostFile
            .Open(path, O_RDWR | O_CREAT | O_NOFOLLOW, OwnerOnly)
            .OrThrow($"open {path}");
        SysResult taken = exclusive ? FileLock.TryExclusive(file) : FileLock.TryShared(file);
        if (!taken.Failed)
        {
            return file;
        }
        file.Dispose();
        return taken.Errno == Errno.EAGAIN
            ? null
            : throw new KernelException($"lock {path}", taken.Errno);
    }
}
