using System;
using System.Collections.Generic;
using System.IO;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Refusals;

/// <summary>Runs a program for which the kernel does not know some system calls: refuse.c, compiled once.</summary>
public static class Refuse
{
    public const int EPERM = 1;
    public const int EINVAL = 22;
    public const int ENOSYS = 38;

    private static readonly Lazy<string> s_program = new(Compile);

    public static string Program => s_program.Value;

    /// <param name="calls">As `mount_setattr` or `prctl@0=36,openat2`: a call, an argument's value.</param>
    public static Outcome Run(
        int errno,
        string calls,
        IEnumerable<string> command,
        RunOptions? options = null
    )
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/gcc"),
            "needs gcc: compiles the program that refuses system calls"
        );
        Outcome outcome = ProgramRun.To(s_program.Value, [$"{errno}", calls, .. command], options);
        Assert.False(
            outcome.ExitCode == 125
                && outcome.Errors.StartsWith("refuse:", StringComparison.Ordinal),
            outcome.ToString()
        );
        return outcome;
    }

    private static string Compile()
    {
        string source = Path.Combine(Crt.Top, "tests/Integration/Refusals/refuse.c");
        string folder = Directory.CreateDirectory(Path.Combine(Crt.Top, "out/tests")).FullName;
        string program = Path.Combine(folder, "refuse");
        Outcome outcome = ProgramRun.To(
            "gcc",
            ["-Wall", "-Wextra", "-Werror", "-O1", "-o", program, source]
        );
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return program;
    }
}
