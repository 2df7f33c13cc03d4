using System.Collections.Generic;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Seccomp;

/// <summary>The calls that a container may make unless its user says otherwise: what docker and containerd allow.</summary>
/// <remarks>
/// socketcall of 32-bit x86 is allowed as it is in docker, and hides the address family behind a pointer:
/// refusing it broke 32-bit programs (moby#52547), so AF_ALG and AF_VSOCK are refused in socket alone.
/// </remarks>
public static class DefaultProfile
{
    private const string Allow = "SCMP_ACT_ALLOW";

    /// <summary>CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET</summary>
    private const ulong NewNamespaces = 0x7e020000;

    /// <param name="capabilities">The names of the bounding set, such as CAP_SYS_ADMIN.</param>
    public static LinuxSeccomp For(IEnumerable<string> capabilities, SeccompArchitecture native)
    {
        HashSet<string> granted = [.. capabilities];
        bool intel = native == SeccompArchitecture.X64;
        List<LinuxSyscall> rules =
        [
            Rule(Allow, DefaultCalls.Always),
            Rule(Allow, intel ? DefaultCalls.Intel : DefaultCalls.Arm),
        ];
        AddSockets(rules);
        foreach (ulong persona in (ulong[])[0, 8, 0x20000, 0x20008, 0xffffffff])
        {
            rules.Add(Rule(Allow, "personality", "SCMP_CMP_EQ", persona));
        }
        foreach ((string capability, string names) in DefaultCalls.ByCapability)
        {
            if (granted.Contains(capability))
            {
                rules.Add(Rule(Allow, names));
            }
        }
        if (!granted.Contains("CAP_SYS_ADMIN"))
        {
            rules.Add(Rule(Allow, "clone", "SCMP_CMP_MASKED_EQ", NewNamespaces));
            // its flags are behind a pointer; glibc goes on with clone when it sees ENOSYS
            LinuxSyscall clone3 = Rule("SCMP_ACT_ERRNO", "clone3");
            clone3.ErrnoRet = 38;
            rules.Add(clone3);
        }
        return new LinuxSeccomp
        {
            DefaultAction = "SCMP_ACT_ERRNO",
            DefaultErrnoRet = 1,
            Architectures = intel
                ? ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]
                : ["SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"],
            Syscalls = rules,
        };
    }

    /// <summary>Every family but AF_ALG (38, CVE-2026-31431) and AF_VSOCK (40).</summary>
    /// <remarks>
    /// By masks, not by "less" and "greater" as in docker: the kernel reads an int, so 40 with a bit set in
    /// the upper half of the register is AF_VSOCK too.
    /// </remarks>
    private static void AddSockets(List<LinuxSyscall> rules)
    {
        foreach (
            (ulong mask, ulong value) in ((ulong, ulong)[])
                [
                    (0xffffffe0, 0),
                    (0xfffffffc, 32),
                    (0xfffffffe, 36),
                    (0xffffffff, 39),
                    (0xffffffff, 41),
                    (0xfffffffe, 42),
                    (0xfffffffc, 44),
                ]
        )
        {
            rules.Add(Rule(Allow, "socket", "SCMP_CMP_MASKED_EQ", mask, value));
        }
    }

    private static LinuxSyscall Rule(string action, string names) =>
        new()
        {
            Action = action,
            Names = [.. names.Split((char[]?)null, System.StringSplitOptions.RemoveEmptyEntries)],
        };

    private static LinuxSyscall Rule(
        string action,
        string name,
        string op,
        ulong value,
        ulong valueTwo = 0
    )
    {
        LinuxSyscall rule = Rule(action, name);
        rule.Args =
        [
            new LinuxSeccompArg
            {
                Op = op,
                Value = value,
                ValueTwo = valueTwo,
            },
        ];
        return rule;
    }
}
