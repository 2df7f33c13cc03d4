using System.Runtime.InteropServices;
using ContainerRt.Linux.Native;

namespace ContainerRt.Init;

/// <summary>One mount_setattr(2) on a mount before it is attached.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AttributeChange
{
    /// <summary>AT_RECURSIVE or 0.</summary>
    public ulong AtFlags;
    public mount_attr Attributes;
}
