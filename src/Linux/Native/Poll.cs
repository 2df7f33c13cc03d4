namespace ContainerRt.Linux.Native;

/// <summary>Events of poll(2).</summary>
[CHeader("poll.h")]
public static class Poll
{
    public const short POLLIN = 0x1;
    public const short POLLOUT = 0x4;
    public const short POLLERR = 0x8;
    public const short POLLHUP = 0x10;
}
