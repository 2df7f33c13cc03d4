namespace ContainerRt.Runtime.Seccomp;

/// <summary>SCMP_ACT_* as the SECCOMP_RET_* that a filter returns.</summary>
internal static class SeccompAction
{
    public const uint KillProcess = 0x80000000;
    public const uint KillThread = 0x00000000;
    public const uint Trap = 0x00030000;
    public const uint Errno = 0x00050000;
    public const uint Notify = 0x7fc00000;
    public const uint Trace = 0x7ff00000;
    public const uint Log = 0x7ffc0000;
    public const uint Allow = 0x7fff0000;

    public const uint NoSuchCall = Errno | 38;

    private const uint DefaultErrno = 1;

    public static uint Parse(string? action, uint? errnoRet, string field, string errnoField)
    {
        uint value = action switch
        {
            "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" => KillThread,
            "SCMP_ACT_KILL_PROCESS" => KillProcess,
            "SCMP_ACT_TRAP" => Trap,
            "SCMP_ACT_ERRNO" => Errno,
            "SCMP_ACT_TRACE" => Trace,
            "SCMP_ACT_LOG" => Log,
            "SCMP_ACT_ALLOW" => Allow,
            "SCMP_ACT_NOTIFY" => Notify,
            _ => throw new ContainerException(
                ContainerErrorKind.InvalidSpec,
                action is null ? $"{field}: missing" : $"{field}: unknown action \"{action}\""
            ),
        };
        if (value is Errno or Trace)
        {
            return value | Data(errnoRet ?? DefaultErrno, errnoField);
        }
        // config-linux.md: an errno beside an action that has none is an error
        return errnoRet is null or 0
            ? value
            : throw new ContainerException(
                ContainerErrorKind.InvalidSpec,
                $"{errnoField}: {errnoRet}: {action} returns no error number"
            );
    }

    public static bool IsNotify(uint action) => action == Notify;

    /// <summary>Whether a call that the profile's author could not know is answered by ENOSYS, as runc does (moby#42871).</summary>
    public static bool HidesNewCalls(uint defaultAction) =>
        (defaultAction & 0xffff0000) is not (Allow or Log or Trace);

    private static uint Data(uint errno, string field) =>
        errno <= ushort.MaxValue
            ? errno
            : throw new ContainerException(
                ContainerErrorKind.InvalidSpec,
                $"{field}: {errno} is larger than 65535, which is all that a filter can return"
            );
}
