namespace ContainerRt.Linux.Native;

[CHeader("linux/openat2.h")]
internal struct open_how
{
    public ulong flags;
    public ulong mode;
    public ulong resolve;
}
