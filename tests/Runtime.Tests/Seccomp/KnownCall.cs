using System.Linq;

namespace ContainerRt.Runtime.Tests.Seccomp;

/// <summary>A call and its numbers as the kernel's own tables have them, or -1; crt's tables are what is tested.</summary>
internal sealed record KnownCall(string Name, int X64, int X86, int X32)
{
    public static KnownCall[] All { get; } =
    [
        new("read", 0, 3, 0),
        new("open", 2, 5, 2),
        new("mmap", 9, 90, 9),
        new("ioctl", 16, 54, 514),
        new("socket", 41, 359, 41),
        new("clone", 56, 120, 56),
        new("arch_prctl", 158, 384, 158),
        new("setuid32", -1, 213, -1),
        new("_sysctl", 156, 149, -1),
        new("preadv", 295, 333, 534),
        new("clone3", 435, 435, 435),
        new("openat2", 437, 437, 437),
        new("no_such_call", -1, -1, -1),
    ];

    public static KnownCall Find(string name) => All.Single(call => call.Name == name);
}
