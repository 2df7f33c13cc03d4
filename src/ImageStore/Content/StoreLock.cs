using System;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.Linux;

namespace ContainerRt.ImageStore.Content;

/// <summary>Waits for a lock of the store without holding a thread, so that Ctrl-C ends the wait.</summary>
internal static class StoreLock
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    public static async Task<FileLock> TakeAsync(string path, bool exclusive, CancellationToken cancel)
    {
        while (true)
        {
            SysResult<FileLock> taken = FileLock.TryTake(path, exclusive);
            if (taken.Errno != Errno.EAGAIN)
            {
                return taken.OrThrow($"lock {path}");
            }
            await Task.Delay(_pause, cancel);
        }
    }

    public static FileLock Take(string path, bool exclusive)
    {
        while (true)
        {
            SysResult<FileLock> taken = FileLock.TryTake(path, exclusive);
            if (taken.Errno != Errno.EAGAIN)
            {
                return taken.OrThrow($"lock {path}");
            }
            Thread.Sleep(_pause);
        }
    }
}
