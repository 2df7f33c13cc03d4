namespace ContainerRt.Linux.Native;

/// <summary>Constants of mmap(2) and madvise(2).</summary>
[CHeader("sys/mman.h")]
public static class Mman
{
    public const int PROT_READ = 1;
    public const int PROT_WRITE = 2;
    public const int MAP_PRIVATE = 2;
    public const int MAP_ANONYMOUS = 0x20;
    public const int MADV_DONTNEED = 4;
}
