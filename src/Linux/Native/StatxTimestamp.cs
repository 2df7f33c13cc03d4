namespace ContainerRt.Linux.Native;

[CHeader("linux/stat.h", CType = "struct statx_timestamp")]
internal struct StatxTimestamp
{
    public long tv_sec;
    public uint tv_nsec;
    public int __reserved;
}
