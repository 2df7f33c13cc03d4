using System.Runtime.InteropServices;

namespace ContainerRt.Init;

/// <summary>
/// A mount that covers several paths. Its first use attaches it; only then can the kernel clone it.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct SharedTree
{
    public int Fd;
    public int Attached;
}
