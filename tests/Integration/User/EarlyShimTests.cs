using System.IO;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>
/// A supervisor that ends before the container is there: `run` says why. UserRefusalTests have the real one on a kernel
/// that refuses what it needs; here another program stands in its place.
/// </summary>
public sealed class EarlyShimTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    [Theory]
    [InlineData("echo 'out of luck' >&2; echo more >&2; exit 7", "status 7: out of luck\n")]
    [InlineData("exit 7", "status 7 and said nothing\n")]
    [InlineData("kill -KILL $$", "signal 9 and said nothing\n")]
    [InlineData("yes out of luck | head -c 1000000 >&2; exit 1", "status 1: out of luck\n")]
    [InlineData("sleep 0.3; echo late >&2; exit 1", "status 1: late\n")]
    // no such interpreter: the kernel refuses the program itself
    [InlineData(null, "no such file")]
    public void Why_the_supervisor_ended_is_said_and_nothing_is_left(string? script, string said)
    {
        string program = WithShim(script is null ? "#!/nowhere/sh\n" : $"#!/bin/sh\n{script}\n");
        Outcome run = ProgramRun.To(
            program,
            ["run", "--name", "unlucky", BusyboxStore.Image, "true"],
            new RunOptions { Environment = Variables }
        );
        Fails(run, 125, "supervis", said);
        if (script is not null)
        {
            Assert.Contains("unlucky", run.Errors, System.StringComparison.Ordinal);
        }
        NoContainerIsLeft();
    }

    [Fact]
    public void The_shim_says_itself_why_it_cannot_begin()
    {
        string shim = Path.Combine(Programs.Crt.Bin, "containerd-shim-crt-v2");
        string program = WithShim($"#!/bin/sh\nexec '{shim}' supervise --nosuch x\n");
        Outcome run = ProgramRun.To(
            program,
            ["run", "--rm", BusyboxStore.Image, "true"],
            new RunOptions { Environment = Variables }
        );
        Fails(run, 125, "status 1: unknown option \"--nosuch\"");
        NoContainerIsLeft();
    }

    /// <summary>The programs in a directory of their own, with a script for the shim.</summary>
    private string WithShim(string script)
    {
        string bin = Directory.CreateDirectory(Path.Combine(Folder, "bin")).FullName;
        string crt = Path.Combine(bin, "crt");
        File.Copy(Program, crt);
        _ = File.CreateSymbolicLink(Path.Combine(bin, "crt-oci"), "crt");
        string shim = Path.Combine(bin, "containerd-shim-crt-v2");
        File.WriteAllText(shim, script);
        File.SetUnixFileMode(shim, File.GetUnixFileMode(crt));
        return crt;
    }
}
