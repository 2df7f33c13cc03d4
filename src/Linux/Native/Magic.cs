namespace ContainerRt.Linux.Native;

/// <summary>File system types in f_type of statfs(2).</summary>
[CHeader("linux/magic.h")]
public static class Magic
{
    public const long DEVPTS_SUPER_MAGIC = 0x1cd1;
    public const long PROC_SUPER_MAGIC = 0x9fa0;
    public const long PIPEFS_MAGIC = 0x50495045;
    public const long CGROUP2_SUPER_MAGIC = 0x63677270;
}
