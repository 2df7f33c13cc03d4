#pragma warning disable CS0649 // only its layout is looked at
using ContainerRt.Linux.Native;

namespace ContainerRt.Abi.Samples;

/// <summary>The field resolve is missing.</summary>
[CHeader("linux/openat2.h")]
internal struct open_how
{
    public ulong flags;
    public ulong mode;
}
