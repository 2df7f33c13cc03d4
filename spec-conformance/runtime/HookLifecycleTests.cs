using System.IO;
using ContainerRt.Integration.Programs;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>runtime.md: the hooks' places in the lifecycle.</summary>
public sealed class HookLifecycleTests : HookTest
{
    [Must("lifecycle-prestart")]
    public void Prestart_hooks_are_run() => IsRun("prestart");

    [Must("lifecycle-prestart-fails")]
    public void A_failed_prestart_hook_destroys_the_container() => FailsCreate("prestart");

    [Must("lifecycle-create-runtime")]
    public void CreateRuntime_hooks_are_run() => IsRun("createRuntime");

    [Must("lifecycle-create-runtime-fails")]
    public void A_failed_createRuntime_hook_destroys_the_container() =>
        FailsCreate("createRuntime");

    [Must("lifecycle-create-container")]
    public void CreateContainer_hooks_are_run() => IsRun("createContainer");

    [Must("lifecycle-create-container-fails")]
    public void A_failed_createContainer_hook_destroys_the_container() =>
        FailsCreate("createContainer");

    [Must("lifecycle-start-container")]
    public void StartContainer_hooks_are_run()
    {
        AddLogger("startContainer");
        _ = RunToTheEnd();
        Assert.Equal(["startContainer", "program"], InnerLogged);
    }

    [Must("lifecycle-start-container-fails")]
    public void A_failed_startContainer_hook_keeps_the_program_from_running()
    {
        _ = AddHook("startContainer", "exit 3");
        _ = Bundle.Shell("echo program >>/log");
        string id = Create();
        IsRefused(Oci("start", id));
        Assert.Empty(InnerLogged);
        Outcome state = Oci("state", id);
        if (state.ExitCode == 0)
        {
            WaitUntil(id, "stopped");
        }
    }

    [Must("lifecycle-poststart")]
    public void Poststart_hooks_are_run() => IsRun("poststart");

    [Must("lifecycle-poststop")]
    public void Poststop_hooks_are_run() => IsRun("poststop");

    [Must("lifecycle-poststop-fails")]
    public void A_failed_poststop_hook_is_a_warning()
    {
        _ = AddHook("poststop", "exit 3");
        AddLogger("poststop");
        string id = Finished("true");
        Outcome delete = Oci("delete", id);
        Assert.Equal(["poststop"], Logged);
        Assert.False(Directory.Exists(Path.Combine(StateRoot, id)));
        Assert.True(delete.ExitCode == 0, delete.ToString());
        Assert.True(delete.Errors.Length > 0, "no warning");
    }

    private void IsRun(string kind)
    {
        AddLogger(kind);
        _ = RunToTheEnd();
        Assert.Equal([kind], Logged);
    }

    private void FailsCreate(string kind)
    {
        _ = AddHook(kind, "exit 3");
        CreateIsRefused();
    }
}
