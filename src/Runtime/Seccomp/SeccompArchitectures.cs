using System.Collections.Generic;
using System.Runtime.InteropServices;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Seccomp;

/// <summary>Which ABIs of this machine a profile speaks of; the native one always (as in libseccomp).</summary>
internal static class SeccompArchitectures
{
    /// <summary>The one that this program is for.</summary>
    public static SeccompArchitecture Native =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? SeccompArchitecture.Arm64
            : SeccompArchitecture.X64;

    public static bool[] Parse(
        LinuxSeccomp profile,
        SeccompArchitecture native,
        List<string> warnings
    )
    {
        bool[] wanted = new bool[5];
        wanted[(int)native] = true;
        bool intel = native == SeccompArchitecture.X64;
        for (int i = 0; i < (profile.Architectures?.Count ?? 0); i++)
        {
            string name = profile.Architectures![i];
            SeccompArchitecture? abi = name switch
            {
                "SCMP_ARCH_X86_64" => SeccompArchitecture.X64,
                "SCMP_ARCH_X86" => SeccompArchitecture.X86,
                "SCMP_ARCH_X32" => SeccompArchitecture.X32,
                "SCMP_ARCH_AARCH64" => SeccompArchitecture.Arm64,
                "SCMP_ARCH_ARM" => SeccompArchitecture.Arm,
                _ when IsOther(name) => null,
                _ => throw new ContainerException(
                    ContainerErrorKind.InvalidSpec,
                    $"linux.seccomp.architectures[{i}]: unknown architecture \"{name}\""
                ),
            };
            if (abi is { } here && here <= SeccompArchitecture.X32 == intel)
            {
                wanted[(int)here] = true;
            }
            else
            {
                warnings.Add(
                    $"linux.seccomp.architectures[{i}]: {name} does not run on this machine, ignored"
                );
            }
        }
        return wanted;
    }

    /// <summary>The AUDIT_ARCH_* that the kernel reports; X32 shares that of X64.</summary>
    public static uint AuditArch(SeccompArchitecture abi) =>
        abi switch
        {
            SeccompArchitecture.X86 => 0x40000003,
            SeccompArchitecture.Arm64 => 0xc00000b7,
            SeccompArchitecture.Arm => 0x40000028,
            _ => 0xc000003e,
        };

    private static bool IsOther(string? name) =>
        name
            is "SCMP_ARCH_MIPS"
                or "SCMP_ARCH_MIPS64"
                or "SCMP_ARCH_MIPS64N32"
                or "SCMP_ARCH_MIPSEL"
                or "SCMP_ARCH_MIPSEL64"
                or "SCMP_ARCH_MIPSEL64N32"
                or "SCMP_ARCH_PPC"
                or "SCMP_ARCH_PPC64"
                or "SCMP_ARCH_PPC64LE"
                or "SCMP_ARCH_S390"
                or "SCMP_ARCH_S390X"
                or "SCMP_ARCH_PARISC"
                or "SCMP_ARCH_PARISC64"
                or "SCMP_ARCH_RISCV64"
                or "SCMP_ARCH_LOONGARCH64"
                or "SCMP_ARCH_M68K"
                or "SCMP_ARCH_SH"
                or "SCMP_ARCH_SHEB";
}
