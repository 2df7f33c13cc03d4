using System.Runtime.InteropServices;

namespace ContainerRt.Linux.Native;

/// <summary>posix_spawn(3): glibc clones with CLONE_VFORK, so no managed code runs in the child.</summary>
internal static unsafe partial class PosixSpawn
{
    // glibc reserves 336 and 80 bytes on both 64-bit architectures; a little more does no harm
    public const int AttributeBytes = 512;
    public const int ActionBytes = 256;
    public const short SetPgroup = 0x02;
    public const short SetSigDef = 0x04;
    public const short SetSigMask = 0x08;
    public const short SetSid = 0x80;

    [LibraryImport("libc")]
    public static partial int posix_spawn(
        int* pid,
        byte* path,
        void* actions,
        void* attributes,
        byte** argv,
        byte** envp
    );

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigmask(void* attributes, ulong* mask);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigdefault(void* attributes, ulong* mask);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_adddup2(void* actions, int from, int to);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_addclosefrom_np(void* actions, int first);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_addchdir_np(void* actions, byte* path);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_destroy(void* actions);
}
