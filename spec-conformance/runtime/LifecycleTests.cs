using System;
using System.Collections.Generic;
using System.IO;
using ContainerRt.Integration.Programs;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>runtime.md: lifecycle without hooks, errors and warnings.</summary>
public sealed class LifecycleTests : RuntimeTest
{
    [Must("lifecycle-environment")]
    public void Create_makes_the_environment_of_the_configuration()
    {
        AddMount("/mnt", "tmpfs", "tmpfs", "size=64k");
        Bundle.Config["hostname"] = "made-by-create";
        int pid = PidOf(CreateSleeping());
        Assert.Contains(
            " /mnt ",
            File.ReadAllText($"/proc/{pid}/mountinfo"),
            StringComparison.Ordinal
        );
        Outcome hostname = ProgramRun.To("nsenter", ["--uts", "--target", $"{pid}", "hostname"]);
        Assert.Equal("made-by-create", hostname.Text);
    }

    [Must("lifecycle-environment-error")]
    public void An_environment_that_cannot_be_made_is_an_error()
    {
        AddMount("/mnt", "none", Path.Combine(Folder, "is-not-there"), "bind");
        CreateIsRefused();
    }

    [Must("lifecycle-program-waits")]
    public void The_program_does_not_run_in_create()
    {
        _ = Bundle.Shell("echo ran");
        string id = Create();
        Assert.Equal("created", Status(id));
        Assert.Equal("", File.ReadAllText(OutputFile));
    }

    [Must("lifecycle-config-frozen")]
    public void A_change_of_the_configuration_after_create_has_no_effect()
    {
        _ = Bundle.Shell("echo first");
        string id = Create();
        _ = Bundle.Shell("echo second").Write();
        Succeeds(Oci("start", id));
        WaitUntil(id, "stopped");
        Assert.Equal("first\n", File.ReadAllText(OutputFile));
    }

    [Must("lifecycle-program-runs")]
    public void The_program_runs_in_start()
    {
        _ = Finished("echo ran");
        Assert.Equal("ran\n", File.ReadAllText(OutputFile));
    }

    [Must("lifecycle-destroyed")]
    public void Delete_undoes_create()
    {
        AddMount("/mnt", "tmpfs", "tmpfs");
        string id = Finished("true");
        int pid = PidOf(id);
        Succeeds(Oci("delete", id));
        IsRefused(Oci("state", id));
        Assert.False(Directory.Exists($"/proc/{pid}"));
        Assert.False(Directory.Exists(Path.Combine(StateRoot, id)));
    }

    [Must("errors-no-trace")]
    public void A_failed_create_leaves_no_trace()
    {
        // found out late: everything before this mount has been made by then
        AddMount("/mnt", "no-such-file-system", "none");
        string id = NewId();
        IsRefused(TryCreate(id));
        Assert.False(Directory.Exists(Path.Combine(StateRoot, id)));
        Assert.DoesNotContain(id, Oci("list", "-q").Output, StringComparison.Ordinal);
        Bundle.Mounts.RemoveAt(Bundle.Mounts.Count - 1);
        Succeeds(TryCreate(id));
    }

    [Must("warnings-go-on")]
    public void An_operation_goes_on_after_a_warning()
    {
        Bundle.Process["capabilities"]!["bounding"]!.AsArray().Add("CAP_NO_SUCH_THING");
        _ = Bundle.Shell("echo went on");
        Assert.Equal("went on", Run().Text);
    }

    [Must("operations-all")]
    public void The_five_operations_exist()
    {
        List<string> unknown = [];
        foreach (string verb in (string[])["state", "create", "start", "kill", "delete"])
        {
            Outcome help = ProgramRun.To(Crt.Runtime, [verb, "--help"]);
            if (help.ExitCode != 0)
            {
                unknown.Add(help.ToString());
            }
        }
        Assert.Empty(unknown);
    }
}
