using System.Collections.Generic;
using ContainerRt.Fuzz.Driver;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Seccomp;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// A seccomp profile, as `linux.seccomp` has it: a filter that the kernel's checker accepts and that ends for every call, or
/// a <see cref="ContainerException"/>. The same profile gives the same filter.
/// </summary>
internal sealed class SeccompTarget : IFuzzTarget
{
    private static readonly SeccompArchitecture[] _machines =
    [
        SeccompArchitecture.X64,
        SeccompArchitecture.Arm64,
    ];

    public string Name => "seccomp";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        .. Vocabulary.Json, "\"defaultAction\":", "\"SCMP_ACT_ERRNO\"", "\"SCMP_ACT_ALLOW\"", "\"SCMP_ACT_KILL\"", "\"SCMP_ACT_NOTIFY\"", "\"SCMP_ACT_TRACE\"", "\"syscalls\":", "\"names\":",
        "\"action\":", "\"errnoRet\":", "\"args\":", "\"index\":", "\"value\":", "\"valueTwo\":", "\"op\":", "\"SCMP_CMP_EQ\"", "\"SCMP_CMP_MASKED_EQ\"", "\"SCMP_CMP_LT\"", "\"architectures\":",
        "\"SCMP_ARCH_X32\"", "\"SCMP_ARCH_X86\"", "\"SCMP_ARCH_ARM\"", "\"flags\":", "\"SECCOMP_FILTER_FLAG_LOG\"", "\"read\"", "\"write\"", "\"openat\"", "\"clone3\"", "\"nothing\"", "\"read\",\"write\",",
    ];

    // two filters of at most 4096 instructions, with the sorted keys of three ABIs
    public long FixedBytes => 2 << 20;

    public long BytesPerByte => 500;

    public string Run(byte[] input)
    {
        byte[] config = [.. "{\"linux\":{\"seccomp\":"u8, .. input, .. "}}"u8];
        string outcome = "";
        try
        {
            LinuxSeccomp? profile = BundleDirectory.Parse(config, "config.json").Linux?.Seccomp;
            foreach (SeccompArchitecture machine in profile is null ? [] : _machines)
            {
                SeccompProgram program = SeccompCompiler.Compile(profile!, machine);
                ClassicFilter.Check(program.Filter.Span);
                outcome += $"{program.Filter.Length / 256}{string.Concat(program.Warnings)}";
            }
        }
        catch (ContainerException e)
        {
            outcome += e.Message;
        }
        return outcome;
    }
}
