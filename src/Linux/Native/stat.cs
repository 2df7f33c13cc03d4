using System.Runtime.InteropServices;

namespace ContainerRt.Linux.Native;

#pragma warning disable CS8981 // the kernel's name
/// <summary>What newfstatat(2) fills in.</summary>
[CHeader("sys/stat.h")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct stat
{
#if ARM64
    public ulong st_dev;
    public ulong st_ino;
    public uint st_mode;
    public uint st_nlink;
    public uint st_uid;
    public uint st_gid;
    public ulong st_rdev;
    private fixed byte _rest[88];
#else
    public ulong st_dev;
    public ulong st_ino;
    public ulong st_nlink;
    public uint st_mode;
    public uint st_uid;
    public uint st_gid;
    private readonly uint _padding;
    public ulong st_rdev;
    private fixed byte _rest[96];
#endif
}
