using System;
using System.Runtime.CompilerServices;
using ContainerRt.Linux.Native;
using static ContainerRt.Linux.Native.MountApi;

namespace ContainerRt.Linux.Mounts;

/// <summary>A mount that has no place yet; it goes with its descriptor unless it is moved to one.</summary>
public sealed unsafe class DetachedMount : IDisposable
{
    internal DetachedMount(Fd fd) => Root = fd;

    /// <summary>The root directory of the mount, usable before and after the move.</summary>
    public Fd Root { get; }

    /// <summary>A copy of the mount of an open directory or file, as a bind mount makes it: open_tree(2).</summary>
    public static SysResult<DetachedMount> CloneOf(Fd source, bool recursive = false)
    {
        byte empty = 0;
        nint flags = (nint)(OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC) | FileConstants.AT_EMPTY_PATH;
        flags |= recursive ? FileConstants.AT_RECURSIVE : 0;
        SysResult<Fd> fd = Fd.From(Sys.Call(NR.open_tree, source.Number, (nint)(&empty), flags));
        return fd.Failed ? fd.Errno : new DetachedMount(fd.Value);
    }

    public SysResult SetAttributes(MountAttributes attributes, bool recursive = false)
    {
        mount_attr attr = new()
        {
            attr_set = attributes.Set,
            attr_clr = attributes.Clear,
            propagation = attributes.Propagation,
            userns_fd = (ulong)(attributes.UserNamespace?.Number ?? 0),
        };
        byte empty = 0;
        nint flags = FileConstants.AT_EMPTY_PATH | (recursive ? FileConstants.AT_RECURSIVE : 0);
        nint size = Unsafe.SizeOf<mount_attr>();
        return new(
            Sys.Call(NR.mount_setattr, Root.Number, (nint)(&empty), flags, (nint)(&attr), size)
        );
    }

    /// <summary>Puts the mount on an open directory or file: move_mount(2).</summary>
    public SysResult MoveTo(Fd target)
    {
        byte empty = 0;
        nint flags = (nint)(MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
        nint path = (nint)(&empty);
        return new(BlockingSys.Call(NR.move_mount, Root.Number, path, target.Number, path, flags));
    }

    public void Dispose() => Root.Dispose();
}
