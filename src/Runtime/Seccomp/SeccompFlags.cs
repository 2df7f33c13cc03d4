using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Seccomp;

/// <summary>linux.seccomp.flags as the flags of seccomp(2).</summary>
internal static class SeccompFlags
{
    private const uint Log = 2;
    private const uint SpecAllow = 4;
    private const uint NewListener = 8;
    private const uint WaitKillableRecv = 32;

    public static uint Parse(LinuxSeccomp profile, bool needsListener)
    {
        uint flags = needsListener ? NewListener : 0;
        if (profile.Flags is null)
        {
            return flags | SpecAllow;
        }
        for (int i = 0; i < profile.Flags.Count; i++)
        {
            flags |= profile.Flags[i] switch
            {
                // the child has one thread; beside NEW_LISTENER the kernel would refuse it
                "SECCOMP_FILTER_FLAG_TSYNC" => 0,
                "SECCOMP_FILTER_FLAG_LOG" => Log,
                "SECCOMP_FILTER_FLAG_SPEC_ALLOW" => SpecAllow,
                "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV" => needsListener
                    ? WaitKillableRecv
                    : throw Invalid(
                        i,
                        "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV requires a rule with SCMP_ACT_NOTIFY"
                    ),
                string unknown => throw Invalid(i, $"unknown flag \"{unknown}\""),
                null => throw Invalid(i, "null is not a flag"),
            };
        }
        return flags;
    }

    private static ContainerException Invalid(int index, string what) =>
        new(ContainerErrorKind.InvalidSpec, $"linux.seccomp.flags[{index}]: {what}");
}
