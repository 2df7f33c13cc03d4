using System.Runtime.InteropServices;

namespace ContainerRt.Init;

/// <summary>One fsconfig(2) parameter; a null value makes it a flag, a null key ends the list.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct FsOption
{
    public byte* Key;
    public byte* Value;
}
