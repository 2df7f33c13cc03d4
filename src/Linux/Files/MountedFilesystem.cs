using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>What is mounted at a path, without reading the list of mounts.</summary>
public static unsafe class MountedFilesystem
{
    // kernfs numbers its nodes from the root on; a group that is shown as a root has another number
    private const ulong RootNode = 1;

    /// <summary>Whether a file system of kernfs, such as cgroup2, shows its very root there.</summary>
    public static bool IsRootOf(string path, long magic)
    {
        SysResult<Fd> opened = HostFile.Open(
            path,
            FileConstants.O_PATH | FileConstants.O_DIRECTORY
        );
        if (opened.Failed)
        {
            return false;
        }
        using Fd directory = opened.Value;
        // struct statfs: the type comes first
        long* statfs = stackalloc long[15];
        return Sys.Call(NR.fstatfs, directory.Number, (nint)statfs) >= 0
            && statfs[0] == magic
            && HostFile.Look(path) is { Failed: false } status
            && status.Value.st_ino == RootNode;
    }
}
