using System.IO;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config.md: when each kind of hook is called, and where.</summary>
public sealed class HookPlaceTests : HookTest
{
    [Must("prestart-when")]
    public void Prestart_is_called_between_namespaces_and_pivot_root() =>
        IsCalledBeforePivotRoot("prestart");

    [Must("prestart-before-create-runtime")]
    public void Prestart_comes_before_createRuntime()
    {
        AddLogger("createRuntime");
        AddLogger("prestart");
        _ = CreateSleeping();
        Assert.Equal(["prestart", "createRuntime"], Logged);
    }

    [Must("prestart-path")]
    public void The_path_of_prestart_is_outside() => IsFoundOutside("prestart");

    [Must("prestart-namespace")]
    public void Prestart_runs_outside() => RunsOutside("prestart");

    [Must("create-runtime-when")]
    public void CreateRuntime_is_called_between_namespaces_and_pivot_root() =>
        IsCalledBeforePivotRoot("createRuntime");

    [Must("create-runtime-path")]
    public void The_path_of_createRuntime_is_outside() => IsFoundOutside("createRuntime");

    [Must("create-runtime-namespace")]
    public void CreateRuntime_runs_outside() => RunsOutside("createRuntime");

    [Must("create-container-when")]
    public void CreateContainer_is_called_before_pivot_root()
    {
        AddMount("/mnt", "tmpfs", "tmpfs");
        _ = AddHook(
            "createContainer",
            $"test -e {Folder} && echo outside >>{Log}; grep -c ' {Bundle.Root}/mnt ' /proc/self/mountinfo >>{Log}"
        );
        _ = CreateSleeping();
        Assert.Equal(["outside", "1"], Logged);
    }

    [Must("create-container-after")]
    public void CreateContainer_comes_after_createRuntime()
    {
        AddLogger("createContainer");
        AddLogger("createRuntime");
        _ = CreateSleeping();
        Assert.Equal(["createRuntime", "createContainer"], Logged);
    }

    [Must("create-container-path")]
    public void The_path_of_createContainer_is_outside() => IsFoundOutside("createContainer");

    [Must("create-container-namespace")]
    public void CreateContainer_runs_inside()
    {
        _ = AddHook("createContainer", Namespaces(Log));
        string id = CreateSleeping();
        Assert.Equal([NamespaceOf(PidOf(id), "mnt"), NamespaceOf(PidOf(id), "uts")], Logged);
    }

    [Must("start-container-when")]
    public void StartContainer_is_called_in_start_before_the_program()
    {
        AddLogger("startContainer");
        _ = Bundle.Shell("echo program >>/log");
        string id = Create();
        Assert.Empty(InnerLogged);
        Succeeds(Oci("start", id));
        WaitUntil(id, "stopped");
        Assert.Equal(["startContainer", "program"], InnerLogged);
    }

    [Must("start-container-path")]
    public void The_path_of_startContainer_is_inside()
    {
        AddScriptFile("startContainer", Bundle.Root, "/inside-hook", "/log");
        _ = RunToTheEnd();
        Assert.Equal(["found", "program"], InnerLogged);
    }

    [Must("start-container-namespace")]
    public void StartContainer_runs_inside()
    {
        _ = AddHook("startContainer", Namespaces("/log"));
        string id = StartSleeping();
        Assert.Equal([NamespaceOf(PidOf(id), "mnt"), NamespaceOf(PidOf(id), "uts")], InnerLogged);
    }

    [Must("poststart-when")]
    public void Poststart_is_called_after_the_program_was_started()
    {
        // waits for the program: a runtime that calls the hook before it waits for nothing
        _ = AddHook(
            "poststart",
            ReadPid
                + $"for i in 1 2 3 4 5 6 7 8 9 10; do read name </proc/$pid/comm; [ $name = sleep ] && break; sleep 0.1; done; echo $name >>{Log}"
        );
        string id = CreateSleeping();
        Assert.Empty(Logged);
        Succeeds(Oci("start", id));
        Assert.Equal(["sleep"], Logged);
    }

    [Must("poststart-path")]
    public void The_path_of_poststart_is_outside() => IsFoundOutside("poststart");

    [Must("poststart-namespace")]
    public void Poststart_runs_outside() => RunsOutside("poststart");

    [Must("poststop-when")]
    public void Poststop_is_called_after_the_container_is_deleted()
    {
        string cgroup = "crt-matrix-" + NewId();
        Bundle.Linux["cgroupsPath"] = "/" + cgroup;
        _ = AddHook(
            "poststop",
            $"test -d /sys/fs/cgroup/{cgroup} && echo there >>{Log} || echo gone >>{Log}"
        );
        string id = Finished("true");
        Assert.Empty(Logged);
        Succeeds(Oci("delete", id));
        Assert.Equal(["gone"], Logged);
    }

    [Must("poststop-path")]
    public void The_path_of_poststop_is_outside() => IsFoundOutside("poststop");

    [Must("poststop-namespace")]
    public void Poststop_runs_outside() => RunsOutside("poststop");

    private static string Namespaces(string log) =>
        $"readlink /proc/self/ns/mnt >>{log}; readlink /proc/self/ns/uts >>{log}";

    private void IsFoundOutside(string kind)
    {
        AddScriptFile(kind, Folder, Path.Combine(Folder, "outside-hook"), Log);
        _ = RunToTheEnd();
        Assert.Equal(["found"], Logged);
    }

    private void RunsOutside(string kind)
    {
        _ = AddHook(kind, Namespaces(Log));
        _ = RunToTheEnd();
        Assert.Equal([OwnNamespace("mnt"), OwnNamespace("uts")], Logged);
    }

    private void IsCalledBeforePivotRoot(string kind)
    {
        // the process' own mount namespace is there, and its root still is the runtime's
        _ = AddHook(
            kind,
            ReadPid
                + $"[ $(readlink /proc/$pid/ns/mnt) = $(readlink /proc/self/ns/mnt) ] || echo made >>{Log}; test -e /proc/$pid/root{Folder} && echo before >>{Log}"
        );
        string id = CreateSleeping();
        Assert.Equal(["made", "before"], Logged);
        Assert.False(Directory.Exists($"/proc/{PidOf(id)}/root{Folder}"));
    }
}
