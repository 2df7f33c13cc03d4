using ContainerRt.Linux.Native;

namespace ContainerRt.Abi.Samples;

[CHeader("fcntl.h")]
internal static class WrongConstant
{
    public const int O_CLOEXEC = 1;
}
