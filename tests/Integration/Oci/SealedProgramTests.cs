using System;
using System.Collections.Generic;
using System.IO;
using ContainerRt.Integration.Programs;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace ContainerRt.Integration.Oci;

/// <summary>
/// CVE-2019-5736: what a container can reach of the runtime's program through /proc/self/exe cannot be
/// written to. Between `create` and `start` the container's process is crt itself. Tried with a crt that
/// is linked without the entry point that seals: SealedSelf.Assert refuses, and all of these are red.
/// </summary>
public sealed class SealedProgramTests : OciTest
{
    [Theory]
    [InlineData("crt-oci")]
    [InlineData("crt")]
    public void The_programs_file_is_on_a_read_only_mount(string name)
    {
        Assert.SkipUnless(Crt.IsCrt, "about crt's own program");
        // a copy: no other test's crt may keep it busy, which would be an error of its own
        string program = Path.Combine(Folder, name);
        File.Copy(Path.Combine(Crt.Bin, "crt"), program);
        string id = NewId();
        _ = Bundle.Write();
        CreateWith(program, id);
        using SafeFileHandle kept = File.OpenHandle($"/proc/{PidOf(id)}/exe");
        Succeeds(Oci("delete", "--force", id));
        IOException e = Assert.Throws<IOException>(() =>
            File.OpenWrite($"/proc/self/fd/{kept.DangerousGetHandle()}").Dispose()
        );
        Assert.Contains("Read-only file system", e.Message, StringComparison.Ordinal);
    }

    // each of these alone made crt end with 255 and no word
    [Theory]
    [InlineData("DOTNET_GCHeapHardLimit", "1000")]
    [InlineData("DOTNET_DbgEnableMiniDump", "1")]
    public void Settings_of_the_runtime_in_the_callers_environment_do_not_count(
        string name,
        string value
    )
    {
        RunOptions options = new()
        {
            Environment = new Dictionary<string, string> { [name] = value },
        };
        _ = Bundle.Command("true").Write();
        Outcome run = OciWith(options, "run", "--bundle", Bundle.Folder, NewId());
        Assert.True(run is { ExitCode: 0, Errors: "" }, run.ToString());
        Outcome list = OciWith(options, "list", "-q");
        Assert.True(list is { ExitCode: 0, Errors: "" }, list.ToString());
    }

    [Fact]
    public void Where_no_mount_can_be_made_it_is_a_sealed_copy_in_memory()
    {
        Assert.SkipUnless(Crt.IsCrt, "about crt's own program");
        string place = Directory.CreateDirectory(Path.Combine(Folder, "unbindable")).FullName;
        Mounted("mount", "-t", "tmpfs", "tmpfs", place);
        try
        {
            Mounted("mount", "--make-unbindable", place);
            string program = Path.Combine(place, "crt-oci");
            File.Copy(Path.Combine(Crt.Bin, "crt"), program);
            string id = NewId();
            _ = Bundle.Write();
            CreateWith(program, id);
            Assert.StartsWith(
                "/memfd:crt",
                new FileInfo($"/proc/{PidOf(id)}/exe").LinkTarget,
                StringComparison.Ordinal
            );
            _ = Oci("delete", "--force", id);
        }
        finally
        {
            Mounted("umount", place);
        }
    }

    [Theory]
    [InlineData("run", "--bundle", "DIR")]
    [InlineData("run", "--bundle=DIR")]
    [InlineData("run", "-b", "DIR")]
    [InlineData("run", "--keep=false", "--bundle=DIR")]
    public void The_users_program_seals_itself_for_the_OCI_verbs(params string[] command)
    {
        Assert.SkipUnless(Crt.IsCrt, "about crt's own program");
        _ = Bundle.Shell("exit 7").Write();
        string[] arguments = Array.ConvertAll(
            [.. command, NewId()],
            word => word.Replace("DIR", Bundle.Folder, StringComparison.Ordinal)
        );
        Outcome outcome = ProgramRun.To(Path.Combine(Crt.Bin, "crt"), arguments);
        Assert.True(outcome.ExitCode == 7, outcome.ToString());
    }

    [Fact]
    public void A_container_that_runs_proc_self_exe_runs_the_sealed_program()
    {
        _ = Bundle.Command("/proc/self/exe", "--version");
        Outcome outcome = Run();
        Assert.True(!Crt.IsCrt || outcome.ExitCode == 0, outcome.ToString());
    }

    private void CreateWith(string program, string id) =>
        Succeeds(
            ProgramRun.To(
                "sh",
                [
                    "-c",
                    $"'{program}' --root '{StateRoot}' create --bundle '{Bundle.Folder}' --pid-file '{PidFile(id)}' {id} </dev/null >'{OutputFile}' 2>&1; code=$?; cat '{OutputFile}' >&2; exit $code",
                ]
            )
        );

    private static void Mounted(params string[] command) =>
        Succeeds(ProgramRun.To(command[0], command[1..]));
}
