using System.Collections.Generic;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Seccomp;

/// <summary>
/// Turns linux.seccomp into a program for seccomp(2): a search tree over the numbers of the calls for each
/// ABI; rules of one call are asked in the profile's order, and the first that holds decides.
/// </summary>
/// <remarks>Pure: no system call, nothing kept between two profiles.</remarks>
public sealed class SeccompCompiler
{
    /// <summary>BPF_MAXINSNS</summary>
    private const int LongestFilter = 4096;

    private const uint X32Bit = 0x40000000;

    /// <summary>cacheflush, set_tls and so on: they are not the newest calls, though their numbers are the highest.</summary>
    private const uint FirstPrivateOfArm = 0x0f0000;

    private readonly BpfAssembler _code = new();
    private readonly List<CallRange> _ranges = [];
    private readonly SeccompRule[] _rules;
    private readonly uint _default;

    /// <summary>Number of the call above, index of the rule below: sorted, it is the order of the filter.</summary>
    private readonly List<long> _keys = [];

    private SeccompCompiler(SeccompRule[] rules, uint defaultAction)
    {
        _rules = rules;
        _default = defaultAction;
    }

    /// <exception cref="ContainerException">The profile is wrong; the message names the field.</exception>
    public static SeccompProgram Compile(LinuxSeccomp profile) =>
        Compile(profile, SeccompArchitectures.Native);

    /// <param name="native">X64 or Arm64: the machine that the filter is for.</param>
    public static SeccompProgram Compile(LinuxSeccomp profile, SeccompArchitecture native)
    {
        uint defaultAction = SeccompAction.Parse(
            profile.DefaultAction,
            profile.DefaultErrnoRet,
            "linux.seccomp.defaultAction",
            "linux.seccomp.defaultErrnoRet"
        );
        if (SeccompAction.IsNotify(defaultAction))
        {
            throw new ContainerException(
                ContainerErrorKind.InvalidSpec,
                "linux.seccomp.defaultAction: SCMP_ACT_NOTIFY cannot be used for the write syscall, so not as the default"
            );
        }
        List<string> warnings = [];
        bool[] abis = SeccompArchitectures.Parse(profile, native, warnings);
        SeccompRule[] rules = ParseRules(profile, out bool needsListener);
        SeccompCompiler compiler = new(rules, defaultAction);
        byte[] filter = compiler.Write(abis, native);
        return new SeccompProgram(
            filter,
            SeccompFlags.Parse(profile, needsListener),
            needsListener,
            warnings
        );
    }

    private static SeccompRule[] ParseRules(LinuxSeccomp profile, out bool needsListener)
    {
        needsListener = false;
        SeccompRule[] rules = new SeccompRule[profile.Syscalls?.Count ?? 0];
        for (int i = 0; i < rules.Length; i++)
        {
            rules[i] = SeccompRule.Parse(
                profile.Syscalls![i]
                    ?? throw new ContainerException(
                        ContainerErrorKind.InvalidSpec,
                        $"linux.seccomp.syscalls[{i}]: null is not a rule"
                    ),
                i
            );
            needsListener |= SeccompAction.IsNotify(rules[i].Action);
        }
        return rules;
    }

    private byte[] Write(bool[] abis, SeccompArchitecture native)
    {
        int next = _code.Ret(SeccompAction.KillProcess);
        SeccompArchitecture compat =
            native == SeccompArchitecture.X64 ? SeccompArchitecture.X86 : SeccompArchitecture.Arm;
        if (abis[(int)compat])
        {
            next = WriteAbi(compat, x32: null, next);
        }
        _ = WriteAbi(
            native,
            native == SeccompArchitecture.X64 ? abis[(int)SeccompArchitecture.X32] : null,
            next
        );
        _ = _code.Load(4);
        RefuseTooLong();
        return _code.ToArray();
    }

    private void RefuseTooLong()
    {
        if (_code.Count > LongestFilter)
        {
            throw new ContainerException(
                ContainerErrorKind.Unsupported,
                $"linux.seccomp.syscalls: the filter has {_code.Count} instructions or more, the kernel takes {LongestFilter}"
            );
        }
    }

    /// <param name="x32">Whether x32 is in the profile; null where there is no x32.</param>
    private int WriteAbi(SeccompArchitecture abi, bool? x32, int otherAbi)
    {
        _ranges.Clear();
        _keys.Clear();
        AddRanges(abi, 0);
        if (x32 == true)
        {
            AddRanges(SeccompArchitecture.X32, X32Bit);
        }
        else if (x32 == false)
        {
            // x32 has the same AUDIT_ARCH: without this it would pass by the rules of other calls. A tracer
            // that skips a call leaves the number -1, which is no x32 call.
            AddRange(new CallRange(X32Bit, SeccompAction.KillProcess, -1, false));
            AddRange(new CallRange(uint.MaxValue, _default, -1, false));
        }
        int tree = WriteTree(0, _ranges.Count);
        _ = _code.FallTo(tree);
        int start = _code.Load(0);
        return _code.Branch(
            BpfAssembler.JumpEqual,
            SeccompArchitectures.AuditArch(abi),
            start,
            otherAbi
        );
    }

    private void AddRanges(SeccompArchitecture abi, uint bit)
    {
        int first = _keys.Count;
        CollectKeys(abi, bit);
        _keys.Sort(first, _keys.Count - first, null);
        AddRange(new CallRange(bit, _default, -1, false));
        uint last = bit;
        for (int i = first; i < _keys.Count; )
        {
            uint number = (uint)(_keys[i] >> 32);
            SeccompRule rule = RuleAt(i);
            if (
                abi == SeccompArchitecture.Arm
                && number >= FirstPrivateOfArm
                && last < FirstPrivateOfArm
                && SeccompAction.HidesNewCalls(_default)
            )
            {
                AddRange(new CallRange(last + 1, SeccompAction.NoSuchCall, -1, false));
                AddRange(new CallRange(FirstPrivateOfArm, _default, -1, false));
            }
            bool wide = abi is not (SeccompArchitecture.X86 or SeccompArchitecture.Arm);
            AddRange(
                rule.Tests.Length == 0
                    ? new CallRange(number, rule.Action, -1, false)
                    : new CallRange(number, 0, i, wide)
            );
            AddRange(new CallRange(number + 1, _default, -1, false));
            last = number;
            while (i < _keys.Count && (uint)(_keys[i] >> 32) == number)
            {
                i++;
            }
        }
        if (_keys.Count > first && SeccompAction.HidesNewCalls(_default))
        {
            AddRange(new CallRange(last + 1, SeccompAction.NoSuchCall, -1, false));
        }
    }

    private void CollectKeys(SeccompArchitecture abi, uint bit)
    {
        for (int i = 0; i < _rules.Length; i++)
        {
            foreach (int row in _rules[i].Rows)
            {
                int number = SyscallTable.Number(abi, row);
                if (number >= 0)
                {
                    _keys.Add(((long)(bit + (uint)number) << 32) | (uint)i);
                }
            }
        }
    }

    private void AddRange(CallRange range)
    {
        if (_ranges.Count > 0 && _ranges[^1].Start == range.Start)
        {
            _ranges.RemoveAt(_ranges.Count - 1);
        }
        bool same =
            _ranges.Count > 0
            && range.Rules < 0
            && _ranges[^1].Rules < 0
            && _ranges[^1].Action == range.Action;
        if (!same)
        {
            _ranges.Add(range);
        }
    }

    /// <summary>The smaller half is found by falling through, the larger by a jump.</summary>
    private int WriteTree(int from, int to)
    {
        if (to - from == 1)
        {
            CallRange range = _ranges[from];
            return range.Rules < 0 ? _code.Ret(range.Action) : WriteRules(range);
        }
        int middle = (from + to) / 2;
        int high = WriteTree(middle, to);
        int low = WriteTree(from, middle);
        return _code.Branch(BpfAssembler.JumpGreaterOrEqual, _ranges[middle].Start, high, low);
    }

    private int WriteRules(CallRange range)
    {
        long number = _keys[range.Rules] >> 32;
        int end = range.Rules;
        while (end < _keys.Count && _keys[end] >> 32 == number && RuleAt(end).Tests.Length > 0)
        {
            end++;
        }
        bool decided = end < _keys.Count && _keys[end] >> 32 == number;
        int next = _code.Ret(decided ? RuleAt(end).Action : _default);
        for (int i = end - 1; i >= range.Rules; i--)
        {
            next = WriteRule(RuleAt(i), next, range.Wide);
        }
        return next;
    }

    private int WriteRule(SeccompRule rule, int otherwise, bool wide)
    {
        // names times conditions: a small profile can ask for gigabytes
        RefuseTooLong();
        int holds = _code.Ret(rule.Action);
        int label = rule.AnyTest ? otherwise : holds;
        for (int i = rule.Tests.Length - 1; i >= 0; i--)
        {
            label = rule.AnyTest
                ? rule.Tests[i].Write(_code, holds, label, wide)
                : rule.Tests[i].Write(_code, label, otherwise, wide);
        }
        return label;
    }

    private SeccompRule RuleAt(int key) => _rules[(int)(_keys[key] & uint.MaxValue)];
}
