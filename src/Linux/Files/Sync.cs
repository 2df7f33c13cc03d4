using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>Waits until data has reached the disk.</summary>
public static class Sync
{
    public static SysResult File(Fd fd) => new(BlockingSys.Call(NR.fsync, fd.Number));

    /// <summary>All that the file system of the descriptor holds.</summary>
    public static SysResult FileSystem(Fd fd) => new(BlockingSys.Call(NR.syncfs, fd.Number));
}
