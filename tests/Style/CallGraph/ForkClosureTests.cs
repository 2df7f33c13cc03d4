using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace ContainerRt.Style.CallGraph;

/// <summary>The child's code allocates nothing, throws nothing and takes no lock (DESIGN.md 4).</summary>
public sealed class ForkClosureTests(ITestOutputHelper output)
{
    [Fact]
    public void The_forked_child_reaches_no_helper_that_allocates_throws_or_locks()
    {
        Program program = Published();
        string entry = Entry(program);
        IReadOnlyList<string> violations = ForkClosure.Violations(program, entry);
        int size = ForkClosure.Size(program, entry);
        output.WriteLine($"{size} functions are reachable from {entry}");
        Assert.True(violations.Count == 0, string.Join('\n', violations));
        // a closure of one function means that the disassembly was not understood
        Assert.True(size > 20, $"only {size} functions found below {entry}");
    }

    [Theory]
    [InlineData("RhpThrowEx();", "RhpThrowEx")]
    [InlineData("RhpNewFast();", "RhpNewFast")]
    [InlineData("pointer = malloc(x);", "malloc")]
    [InlineData("pointer();", "calls through a pointer")]
    [InlineData("writable();", "calls through a pointer")]
    [InlineData("TAIL_CALL", "calls through a pointer")]
    [InlineData("syscall_and_more();", "RhpThrowEx")]
    public void A_helper_two_calls_away_is_found(string statement, string expected) =>
        Assert.Contains(
            Sample(statement),
            x =>
                x.Contains(expected, StringComparison.Ordinal)
                && x.Contains("entry -> middle", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("x++;")]
    [InlineData("RhpGcPoll();")]
    [InlineData("syscall(39);")]
    [InlineData(
        "switch (x) { case 0: x = 3; break; case 1: x = 9; break; case 2: x = 4; break; case 3: x = 8; break; case 4: x--; }"
    )]
    public void A_harmless_sample_passes(string statement) => Assert.Empty(Sample(statement));

    private static IReadOnlyList<string> Sample(string statement)
    {
        RequireX64();
        string folder = Directory.CreateTempSubdirectory("crt-style").FullName;
        try
        {
            string source = Path.Combine(folder, "sample.c");
            string file = Path.Combine(folder, "sample");
            File.WriteAllText(
                source,
                $$"""
                #include <stdlib.h>
                #include <unistd.h>
                #include <sys/syscall.h>
                #define APART __attribute__((noinline, noclone))
                #define TAIL_CALL __asm__("mov pointer(%rip),%rax; add $8,%rsp; jmp *%rax");
                volatile int x; void (*volatile pointer)(void);
                APART void RhpThrowEx(void) { x++; }
                APART void RhpNewFast(void) { x--; }
                APART void RhpGcPoll(void) { RhpThrowEx(); }
                APART void syscall_and_more(void) { RhpThrowEx(); x += 5; }
                void (*volatile writable)(void) = RhpGcPoll;
                APART void middle(void) { {{statement}} x += 2; }
                APART void entry(void) { middle(); x += 3; }
                int main(void) { entry(); return x; }
                """
            );
            _ = Tool.Lines("gcc", "-O1", "-static-pie", "-o", file, source).ToArray();
            return ForkClosure.Violations(Program.Read(file, file), "entry");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Program Published()
    {
        RequireX64();
        string file = Repository.At("out/bin/crt");
        string symbols = Repository.At("out/symbols/crt.dbg");
        Assert.True(
            File.Exists(file) && File.Exists(symbols),
            $"{file} or {symbols} is missing: make build"
        );
        return Program.Read(file, symbols);
    }

    private static string Entry(Program program) =>
        program.Symbols.Names.FirstOrDefault(x =>
            x.EndsWith("InitProgram__Run", StringComparison.Ordinal)
        )
        ?? throw new Xunit.Sdk.XunitException(
            "the symbol of InitProgram.Run is not in out/symbols/crt.dbg"
        );

    private static void RequireX64() =>
        Assert.SkipUnless(
            RuntimeInformation.ProcessArchitecture == Architecture.X64,
            "the reader of disassembly knows x86-64 only"
        );
}
