using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Seccomp;

/// <summary>One condition on an argument. BPF has words of 32 bits: an argument is tested in two halves.</summary>
internal readonly record struct ArgumentTest(
    int Index,
    Comparison Comparison,
    ulong Value,
    ulong ValueTwo
)
{
    // struct seccomp_data: nr, arch, instruction_pointer, args[6]; both machines are little-endian
    private int Low => 16 + Index * 8;

    private int High => Low + 4;

    public static ArgumentTest Parse(LinuxSeccompArg arg, string field)
    {
        Comparison comparison = arg.Op switch
        {
            "SCMP_CMP_NE" => Comparison.NotEqual,
            "SCMP_CMP_LT" => Comparison.Less,
            "SCMP_CMP_LE" => Comparison.LessOrEqual,
            "SCMP_CMP_EQ" => Comparison.Equal,
            "SCMP_CMP_GE" => Comparison.GreaterOrEqual,
            "SCMP_CMP_GT" => Comparison.Greater,
            "SCMP_CMP_MASKED_EQ" => Comparison.MaskedEqual,
            _ => throw new ContainerException(
                ContainerErrorKind.InvalidSpec,
                $"{field}.op: unknown operator \"{arg.Op}\", want SCMP_CMP_{{NE,LT,LE,EQ,GE,GT,MASKED_EQ}}"
            ),
        };
        return arg.Index > 5
            ? throw new ContainerException(
                ContainerErrorKind.InvalidSpec,
                $"{field}.index: {arg.Index}: a system call has the arguments 0 to 5"
            )
            : new ArgumentTest((int)arg.Index, comparison, arg.Value, arg.ValueTwo);
    }

    /// <summary>Writes the test in front of what is there.</summary>
    /// <param name="wide">False for 32-bit ABIs: the upper half is zero there, and a profile's -1 means 0xffffffff.</param>
    public int Write(BpfAssembler code, int whenTrue, int whenFalse, bool wide) =>
        Comparison switch
        {
            Comparison.Equal => WriteEqual(code, whenTrue, whenFalse, wide),
            Comparison.NotEqual => WriteEqual(code, whenFalse, whenTrue, wide),
            Comparison.MaskedEqual => WriteMasked(code, whenTrue, whenFalse, wide),
            Comparison.Greater => WriteOrder(
                code,
                BpfAssembler.JumpGreater,
                (whenTrue, whenFalse),
                wide
            ),
            Comparison.LessOrEqual => WriteOrder(
                code,
                BpfAssembler.JumpGreater,
                (whenFalse, whenTrue),
                wide
            ),
            Comparison.GreaterOrEqual => WriteOrder(
                code,
                BpfAssembler.JumpGreaterOrEqual,
                (whenTrue, whenFalse),
                wide
            ),
            _ => WriteOrder(code, BpfAssembler.JumpGreaterOrEqual, (whenFalse, whenTrue), wide),
        };

    private int WriteEqual(BpfAssembler code, int whenTrue, int whenFalse, bool wide)
    {
        _ = code.Branch(BpfAssembler.JumpEqual, (uint)(Value & uint.MaxValue), whenTrue, whenFalse);
        int low = code.Load(Low);
        if (!wide)
        {
            return low;
        }
        _ = code.Branch(BpfAssembler.JumpEqual, (uint)(Value >> 32), low, whenFalse);
        return code.Load(High);
    }

    private int WriteOrder(BpfAssembler code, ushort test, (int True, int False) targets, bool wide)
    {
        _ = code.Branch(test, (uint)(Value & uint.MaxValue), targets.True, targets.False);
        int low = code.Load(Low);
        if (!wide)
        {
            return low;
        }
        int same = code.Branch(BpfAssembler.JumpEqual, (uint)(Value >> 32), low, targets.False);
        _ = code.Branch(BpfAssembler.JumpGreater, (uint)(Value >> 32), targets.True, same);
        return code.Load(High);
    }

    private int WriteMasked(BpfAssembler code, int whenTrue, int whenFalse, bool wide)
    {
        _ = code.Branch(
            BpfAssembler.JumpEqual,
            (uint)(ValueTwo & uint.MaxValue),
            whenTrue,
            whenFalse
        );
        _ = code.Mask((uint)(Value & uint.MaxValue));
        int low = code.Load(Low);
        if (!wide || (Value >> 32 == 0 && ValueTwo >> 32 == 0))
        {
            return low;
        }
        _ = code.Branch(BpfAssembler.JumpEqual, (uint)(ValueTwo >> 32), low, whenFalse);
        _ = code.Mask((uint)(Value >> 32));
        return code.Load(High);
    }
}
