using System.Collections.Generic;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Seccomp;

/// <summary>One entry of linux.seccomp.syscalls, resolved.</summary>
/// <param name="Tests">Empty: the rule holds for every call.</param>
/// <param name="AnyTest">One test is enough.</param>
/// <param name="Rows">Rows of <see cref="SyscallTable"/>; names that no ABI has are left out, as the spec asks.</param>
internal sealed record SeccompRule(uint Action, ArgumentTest[] Tests, bool AnyTest, int[] Rows)
{
    public static SeccompRule Parse(LinuxSyscall entry, int index)
    {
        string field = $"linux.seccomp.syscalls[{index}]";
        uint action = SeccompAction.Parse(
            entry.Action,
            entry.ErrnoRet,
            field + ".action",
            field + ".errnoRet"
        );
        if (entry.Names is null || entry.Names.Count == 0)
        {
            throw new ContainerException(
                ContainerErrorKind.InvalidSpec,
                $"{field}.names: must name a system call"
            );
        }
        ArgumentTest[] tests = ParseTests(entry.Args, field, out bool repeated);
        return new SeccompRule(action, tests, repeated, Resolve(entry.Names, action, field));
    }

    private static ArgumentTest[] ParseTests(
        List<LinuxSeccompArg>? args,
        string field,
        out bool repeated
    )
    {
        repeated = false;
        if (args is null || args.Count == 0)
        {
            return [];
        }
        ArgumentTest[] tests = new ArgumentTest[args.Count];
        int seen = 0;
        for (int i = 0; i < tests.Length; i++)
        {
            if (args[i] is null)
            {
                throw new ContainerException(
                    ContainerErrorKind.InvalidSpec,
                    $"{field}.args[{i}]: null is not a condition"
                );
            }
            tests[i] = ArgumentTest.Parse(args[i], $"{field}.args[{i}]");
            // An index that comes twice turns "all" into "any", for every condition of the rule: runc has
            // always split such a rule, and profiles rely on it (libseccomp alone would refuse it).
            repeated |= (seen & (1 << tests[i].Index)) != 0;
            seen |= 1 << tests[i].Index;
        }
        return tests;
    }

    private static int[] Resolve(List<string> names, uint action, string field)
    {
        int[] rows = new int[names.Count];
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (names[i] is not { } name)
            {
                throw new ContainerException(
                    ContainerErrorKind.InvalidSpec,
                    $"{field}.names[{i}]: null is not a name"
                );
            }
            if (
                SeccompAction.IsNotify(action)
                && string.Equals(name, "write", System.StringComparison.Ordinal)
            )
            {
                // the descriptor of the listener is handed over by a write of the filtered process itself
                throw new ContainerException(
                    ContainerErrorKind.InvalidSpec,
                    $"{field}.names[{i}]: SCMP_ACT_NOTIFY cannot be used for the write syscall"
                );
            }
            int row = SyscallTable.Find(name);
            if (row >= 0)
            {
                rows[count++] = row;
            }
        }
        return count == rows.Length ? rows : rows[..count];
    }
}
