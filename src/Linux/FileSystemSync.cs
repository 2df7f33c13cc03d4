using Microsoft.Win32.SafeHandles;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux;

/// <summary>syncfs(2): everything on one file system reaches the disk, in one go.</summary>
public static class FileSystemSync
{
    /// <param name="anyFile">An open file on the file system. The caller keeps it open.</param>
    public static SysResult Of(SafeFileHandle anyFile) =>
        new(BlockingSys.Call(NR.syncfs, anyFile.DangerousGetHandle()));
}
