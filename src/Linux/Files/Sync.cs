using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>Waits until data has reached the disk.</summary>
public static class Sync
{
    public static SysResult File(Fd fd) => new(BlockingSys.Call(NR.fsync, fd.Number));

    /// <summary>
    /// The kernel begins to write what the file has in this range, and nobody waits. Otherwise it begins after 30 seconds,
    /// or when a tenth of the memory is dirty. No promise: sync_file_range(2) writes no metadata.
    /// </summary>
    /// <param name="fd">The file.</param>
    /// <param name="offset">Where the range begins.</param>
    /// <param name="length">0 is up to the end.</param>
    public static void Begin(Fd fd, long offset, long length) =>
        _ = BlockingSys.Call(
            NR.sync_file_range,
            fd.Number,
            (nint)offset,
            (nint)length,
            (nint)FileConstants.SYNC_FILE_RANGE_WRITE
        );

    /// <summary>All that the file system of the descriptor holds.</summary>
    public static SysResult FileSystem(Fd fd) => new(BlockingSys.Call(NR.syncfs, fd.Number));
}
