using ContainerRt.Linux.Native;

namespace ContainerRt.Abi.Samples;

[CHeader("fcntl.h")]
internal static class TooNew
{
    public const int O_FROM_THE_FUTURE = 1;
    public const int O_RDONLY = 0;
}
