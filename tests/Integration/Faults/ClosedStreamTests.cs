using System;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Faults;

/// <summary>The caller has closed a standard stream: /dev/null is there before anything else can take its number.</summary>
public sealed class ClosedStreamTests : OciTest
{
    private const string Show =
        "seen=$(for i in 0 1 2; do readlink /proc/$$/fd/$i; done); echo \"$seen\" >/seen";

    // on the program of before descriptor 0 of the container was missing, and `readlink` of 1 and 2 found crt's own files
    [Theory]
    [InlineData("<&-", 0)]
    [InlineData(">&-", 1)]
    [InlineData("2>&-", 2)]
    public void The_program_of_run_finds_dev_null(string closed, int number)
    {
        Bundle.Config["root"]!["readonly"] = false;
        _ = Bundle.Shell(Show).Write();
        Succeeds(OciClosed(closed, $"run --bundle '{Bundle.Folder}' {NewId()}"));
        Assert.Equal("/dev/null", Seen()[number]);
    }

    [Theory]
    [InlineData("<&-", 0)]
    [InlineData(">&-", 1)]
    [InlineData("2>&-", 2)]
    public void The_program_of_exec_finds_dev_null(string closed, int number)
    {
        Bundle.Config["root"]!["readonly"] = false;
        _ = Bundle.Command("sleep", "100");
        string id = CreateAndStart();
        Succeeds(OciClosed(closed, $"exec {id} sh -c '{Show}'"));
        Assert.Equal("/dev/null", Seen()[number]);
    }

    // before, whatever a program opened first became its standard input or output: a socket, a store's file
    [Theory]
    [InlineData("crt", "--version")]
    [InlineData("crt-image", "--help")]
    [InlineData("containerd-shim-crt-v2", "")]
    public void No_program_takes_a_file_of_its_own_for_a_standard_stream(
        string program,
        string argument
    )
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "needs the package strace");
        string trace = Path.Combine(Folder, "trace");
        _ = ProgramRun.To(
            "sh",
            [
                "-c",
                $"exec strace -qq -f -e trace=openat,close -o '{trace}' '{Crt.Bin}/{program}' {argument} <&- >&- 2>&-",
            ]
        );
        string[] calls = File.ReadAllLines(trace);
        for (int fd = 0; fd <= 2; fd++)
        {
            int opened = Array.FindIndex(
                calls,
                call =>
                    call.Contains("\"/dev/null\", O_RDWR)", StringComparison.Ordinal)
                    && call.EndsWith($"= {fd}", StringComparison.Ordinal)
            );
            Assert.True(opened >= 0, $"{fd} is not opened");
            Assert.DoesNotContain(
                calls.Skip(opened),
                call => call.Contains($"close({fd})", StringComparison.Ordinal)
            );
        }
    }

    private string[] Seen() => File.ReadAllLines(Path.Combine(Bundle.Root, "seen"));

    // the streams that are not closed are files: what a container holds open is no pipe of the test
    private Outcome OciClosed(string closed, string command) =>
        ProgramRun.To(
            "sh",
            [
                "-c",
                $"exec '{Crt.Runtime}' --root '{StateRoot}' {command} </dev/zero >'{OutputFile}' 2>'{OutputFile}.err' {closed}",
            ]
        );
}
