using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using ContainerRt.Runtime.Seccomp;
using ContainerRt.Runtime.Tests.Bundle;
using ContainerRt.Spec.Runtime;
using Xunit;

namespace ContainerRt.Runtime.Tests.Seccomp;

/// <summary>
/// docker's profile by libseccomp and by crt: the same verdict for every call of x86_64.
/// </summary>
/// <remarks>
/// Where crt differs on purpose, and the tests hold it to the difference: a call newer than all that the
/// profile names gets ENOSYS and not the default's error; an ABI that is not listed kills the process and
/// not one thread; what this libseccomp cannot name is compared with the profile instead.
/// </remarks>
public sealed class LibseccompTests
{
    private const uint Allow = 0x7fff0000;
    private const uint Eperm = 0x00050001;
    private const uint Enosys = 0x00050026;

    private static readonly string[] Operators =
    [
        "",
        "SCMP_CMP_NE",
        "SCMP_CMP_LT",
        "SCMP_CMP_LE",
        "SCMP_CMP_EQ",
        "SCMP_CMP_GE",
        "SCMP_CMP_GT",
        "SCMP_CMP_MASKED_EQ",
    ];

    /// <summary>Calls younger than libseccomp 2.5.4.</summary>
    private static readonly Dictionary<string, uint> Young = new(StringComparer.Ordinal)
    {
        ["uretprobe"] = 335,
        ["futex_waitv"] = 449,
        ["set_mempolicy_home_node"] = 450,
        ["cachestat"] = 451,
        ["fchmodat2"] = 452,
        ["map_shadow_stack"] = 453,
        ["futex_wake"] = 454,
        ["futex_wait"] = 455,
        ["futex_requeue"] = 456,
        ["statmount"] = 457,
        ["listmount"] = 458,
        ["lsm_get_self_attr"] = 459,
        ["lsm_set_self_attr"] = 460,
        ["lsm_list_modules"] = 461,
        ["mseal"] = 462,
        ["setxattrat"] = 463,
        ["getxattrat"] = 464,
        ["listxattrat"] = 465,
        ["removexattrat"] = 466,
        ["open_tree_attr"] = 467,
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_call_of_x86_64_gets_the_verdict_that_libseccomp_gives(bool own)
    {
        LinuxSeccomp profile = own
            ? DefaultProfile.For([], SeccompArchitecture.X64)
            : new TestConfig(TestConfig.DockerLike).Read().Linux!.Seccomp!;
        (byte[] theirs, HashSet<uint> unnamed) = Reference(profile);
        byte[] ours = SeccompCompiler.Compile(profile, SeccompArchitecture.X64).Filter.ToArray();
        ulong[] samples = Samples(profile);
        uint newest = (uint)Enumerable.Range(0, 601).Last(n => Allowed(ours, (uint)n, samples));
        List<string> differences = [];
        for (uint number = 0; number <= 600; number++)
        {
            foreach (ulong value in samples)
            {
                ulong[] args =
                [
                    value,
                    samples[(number * 7 + 1) % (uint)samples.Length],
                    0,
                    0,
                    0,
                    0,
                ];
                uint their = FilterMachine.Run(theirs, ProfileOracle.X64, number, args);
                uint wanted =
                    unnamed.Contains(number) ? Allow
                    : number > newest && their == Eperm ? Enosys
                    : their;
                uint our = FilterMachine.Run(ours, ProfileOracle.X64, number, args);
                if (our != wanted)
                {
                    differences.Add(
                        $"call {number} ({value:x}): {our:x}, wanted {wanted:x}, libseccomp {their:x}"
                    );
                }
            }
        }
        Assert.Empty(differences);
    }

    [Fact]
    public void An_ABI_that_is_not_listed_is_killed_by_both()
    {
        LinuxSeccomp profile = new TestConfig(TestConfig.DockerLike).Read().Linux!.Seccomp!;
        (byte[] theirs, _) = Reference(profile);
        byte[] ours = SeccompCompiler.Compile(profile, SeccompArchitecture.X64).Filter.ToArray();
        Assert.Equal(0u, FilterMachine.Run(theirs, 0xc00000b7, 0)); // the thread
        Assert.Equal(0x80000000u, FilterMachine.Run(ours, 0xc00000b7, 0)); // the process
    }

    // the newest call that docker's profile names is one that it allows
    private static bool Allowed(byte[] filter, uint number, ulong[] samples) =>
        samples.Any(value => FilterMachine.Run(filter, ProfileOracle.X64, number, value) == Allow);

    private static ulong[] Samples(LinuxSeccomp profile)
    {
        SortedSet<ulong> values = [0, ulong.MaxValue, 0x80000000, 0x100000000];
        foreach (LinuxSeccompArg arg in profile.Syscalls!.SelectMany(rule => rule.Args ?? []))
        {
            foreach (ulong value in (ulong[])[arg.Value, arg.ValueTwo])
            {
                values.UnionWith([
                    value,
                    value ^ 1,
                    value ^ 0x100000000,
                    value ^ 1UL << 63,
                    value ^ 0x10000000,
                ]);
            }
        }
        return [.. values];
    }

    private static (byte[] Filter, HashSet<uint> Unnamed) Reference(LinuxSeccomp profile)
    {
        Assert.SkipUnless(
            File.Exists("/usr/include/seccomp.h"),
            "no seccomp.h here (libseccomp-dev)"
        );
        Assert.SkipUnless(File.Exists("/usr/bin/gcc"), "no gcc here");
        string folder = Directory.CreateTempSubdirectory("crt-libseccomp-").FullName;
        try
        {
            string program = Path.Combine(folder, "filter");
            string source = Repository.PathOf("tests/Runtime.Tests/Seccomp/libseccomp-filter.c");
            _ = Run(
                "/usr/bin/gcc",
                ["-Wall", "-o", program, source, "-lseccomp"],
                "",
                out string log
            );
            Assert.True(File.Exists(program), log);
            byte[] filter = Run(program, [], Text(profile), out string names);
            string[] unknown = names.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return (filter, [.. unknown.Where(Young.ContainsKey).Select(name => Young[name])]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(LinuxSeccomp profile)
    {
        StringBuilder text = new();
        uint otherwise = ProfileOracle.Action(profile.DefaultAction!, profile.DefaultErrnoRet);
        _ = text.Append(CultureInfo.InvariantCulture, $"default {otherwise}\n");
        foreach (LinuxSyscall rule in profile.Syscalls!)
        {
            uint action = ProfileOracle.Action(rule.Action!, rule.ErrnoRet);
            foreach (string name in rule.Names!)
            {
                _ = text.Append(
                    CultureInfo.InvariantCulture,
                    $"{action} {name} {rule.Args?.Count ?? 0}"
                );
                foreach (LinuxSeccompArg arg in rule.Args ?? [])
                {
                    int op = Array.IndexOf(Operators, arg.Op);
                    _ = text.Append(
                        CultureInfo.InvariantCulture,
                        $" {arg.Index} {op} {arg.Value} {arg.ValueTwo}"
                    );
                }
                _ = text.Append('\n');
            }
        }
        return text.ToString();
    }

    private static byte[] Run(string program, string[] arguments, string input, out string errors)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
        System.Threading.Tasks.Task<string> reader = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        errors = reader.GetAwaiter().GetResult();
        Assert.True(process.ExitCode == 0, $"{program}: {process.ExitCode} {errors}");
        return output.ToArray();
    }
}
