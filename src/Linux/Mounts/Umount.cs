using System;
using System.Text;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Mounts;

/// <summary>umount2(2). A link in the last component is not followed.</summary>
public static unsafe class Umount
{
    /// <summary>EBUSY while somebody uses it.</summary>
    public static SysResult Now(string path) => Unmount(path, UmountFlags.UMOUNT_NOFOLLOW);

    /// <summary>Takes it out of the tree now; it goes when its last user does.</summary>
    public static SysResult Detach(string path) =>
        Unmount(path, UmountFlags.UMOUNT_NOFOLLOW | UmountFlags.MNT_DETACH);

    private static SysResult Unmount(string path, int flags)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return new(-(nint)Errno.EINVAL);
        }
        fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
        {
            return new(BlockingSys.Call(NR.umount2, (nint)name, flags));
        }
    }
}
