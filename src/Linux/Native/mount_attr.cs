namespace ContainerRt.Linux.Native;

[CHeader("linux/mount.h")]
internal struct mount_attr
{
    public ulong attr_set;
    public ulong attr_clr;
    public ulong propagation;
    public ulong userns_fd;
}
