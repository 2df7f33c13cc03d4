using System;
using System.Globalization;
using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Mounts;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Sockets;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Cgroups;
using ContainerRt.Runtime.Launch;
using ContainerRt.Runtime.Plan;
using ContainerRt.Runtime.Store;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>runtime.md#create: everything of a container except its program's first instruction.</summary>
public static class Create
{
    /// <summary>Makes the container, or nothing: what was made before a failure is taken back.</summary>
    public static LaunchedContainer Run(
        ContainerStore store,
        CreateRequest request,
        BundleDirectory bundle,
        Action<string> warn
    )
    {
        ContainerPlan plan = PlanOf(bundle, request);
        foreach (string warning in plan.Warnings)
        {
            warn(warning);
        }
        CheckDescriptors(request);
        LaunchedContainer made = Make(store, request, bundle, plan);
        if (!request.WaitForStart)
        {
            WaitForExec(store, made, plan);
        }
        return made;
    }

    private static LaunchedContainer Make(
        ContainerStore store,
        CreateRequest request,
        BundleDirectory bundle,
        ContainerPlan plan
    )
    {
        using Fd claim = store.Claim(request.Id);
        CgroupDirectory? cgroup = null;
        try
        {
            string root = CgroupRoot();
            store.ClaimGroup(request.Id, root, plan.Cgroup.Path);
            cgroup = CgroupDirectory.Create(root, plan.Cgroup.Path);
            store.OwnTheGroup(request.Id);
            cgroup.Apply(plan.CgroupAtLaunch);
            return Launch(store, request, bundle, plan, cgroup);
        }
        catch
        {
            // also after a fault of our own: a container that nobody knows of must not be left
            Undo(store, request.Id, cgroup);
            throw;
        }
        finally
        {
            cgroup?.Dispose();
        }
    }

    // without the lock: execve may take its time, and whoever deletes the container does not wait for it
    private static void WaitForExec(
        ContainerStore store,
        LaunchedContainer made,
        ContainerPlan plan
    )
    {
        try
        {
            Launcher.WaitForExec(made, plan.Steps);
        }
        catch
        {
            made.Kill();
            Delete.Quietly(store, made.Record!);
            throw;
        }
    }

    /// <summary>What would be done, without doing it.</summary>
    public static ContainerPlan PlanOf(BundleDirectory bundle, CreateRequest request)
    {
        MountTargets.TakeBelowRoot(bundle.Config, bundle.Path);
        ConfigRules.Enforce(bundle.Config);
        string rootfs = RootfsOf(bundle);
        CheckTerminal(bundle, request);
        HostFacts facts = new(
            CgroupTree.Find(),
            request.NoPivot ? HostMounts.Kernel() : [],
            HomeDirectory.Of(rootfs, bundle.Config, bundle.Path)
        );
        return Planner.Plan(
            new PlanRequest(bundle.Config, bundle.Path, request.Id.Value, facts)
            {
                NoPivot = request.NoPivot,
                NoNewKeyring = request.NoNewKeyring,
                PlainNewlines = request.Console is not null,
                ListenFds = request.ListenFds,
                PreserveFds = request.ListenFds.Count + request.PreserveFds,
                WaitForStart = request.WaitForStart,
            }
        );
    }

    private static LaunchedContainer Launch(
        ContainerStore store,
        CreateRequest request,
        BundleDirectory bundle,
        ContainerPlan plan,
        CgroupDirectory cgroup
    )
    {
        using Fd? start = request.WaitForStart ? ListenForStart(store, request.Id) : null;
        using Fd? console = request.ConsoleSocket is string path
            ? UnixSocket.Connect(path).OrThrow($"connect to the console socket {path}")
            : null;
        using Fd? pids = OpenPidNamespace(plan.JoinPidNamespace);
        LaunchDescriptors descriptors = new()
        {
            PidNamespace = pids,
            Cgroup = cgroup.Directory,
            StartSocket = start,
            ConsoleSocket = console ?? request.Console,
        };
        LaunchedContainer launched = Launcher.Launch(
            plan.Steps,
            plan.CloneFlags,
            descriptors,
            new ParentWork(
                Meanwhile: () => store.SaveConfig(request.Id, bundle.Json.Span),
                Appeared: () => cgroup.Apply(plan.ProcessLimit)
            )
        );
        try
        {
            ContainerRecord record = RecordOf(request, bundle, plan, cgroup, launched);
            store.Save(record);
            WritePidFile(request.PidFile, launched.Pid);
            return launched with { Record = record };
        }
        catch
        {
            launched.Kill();
            throw;
        }
    }

    private static Fd ListenForStart(ContainerStore store, ContainerId id) =>
        UnixSocket
            .Listen(store.StartSocketOf(id), backlog: 1)
            .OrThrow($"listen on {store.StartSocketOf(id)}");

    private static Fd? OpenPidNamespace(string? path) =>
        path is null
            ? null
            : NamespaceFile
                .Open(path, NamespaceTypes.FlagOf("pid"))
                .OrThrow($"linux.namespaces: open pid namespace {path}");

    private static ContainerRecord RecordOf(
        CreateRequest request,
        BundleDirectory bundle,
        ContainerPlan plan,
        CgroupDirectory cgroup,
        LaunchedContainer launched
    ) =>
        new()
        {
            Id = request.Id.Value,
            OciVersion = bundle.Config.OciVersion!,
            Pid = launched.Pid,
            StartTime = ProcStatus.Of(launched.Pid)?.StartTime ?? 0,
            BootId = BootId.Current,
            Bundle = bundle.Path,
            Rootfs = plan.Rootfs,
            Created = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            CgroupRoot = cgroup.Root,
            CgroupPath = cgroup.Path,
            StepCount = plan.Steps.Count,
            OwnerUid = CurrentProcess.EffectiveUid,
            Annotations = bundle.Config.Annotations,
        };

    private static void Undo(ContainerStore store, ContainerId id, CgroupDirectory? cgroup)
    {
        try
        {
            cgroup?.KillAll();
            cgroup?.Remove();
        }
        catch (KernelException)
        {
            // the first failure is the one that is told
        }
        store.Remove(id);
    }

    private static string CgroupRoot() =>
        CgroupTree.Find()
        ?? throw new ContainerException(
            ContainerErrorKind.Unsupported,
            "no cgroup2 file system is mounted; mount one at /sys/fs/cgroup"
        );

    // SEC-18: a link could be pointed elsewhere between this look and the mount
    private static string RootfsOf(BundleDirectory bundle)
    {
        string path = System.IO.Path.GetFullPath(bundle.Config.Root!.Path!, bundle.Path);
        uint type =
            HostFile.Look(path).OrThrow($"root.path: {path}").st_mode
            & Linux.Native.FileConstants.S_IFMT;
        return type switch
        {
            Linux.Native.FileConstants.S_IFDIR => path,
            Linux.Native.FileConstants.S_IFLNK => throw Invalid(
                $"root.path: {path} is a symlink; name the directory itself"
            ),
            _ => throw Invalid($"root.path: {path} is not a directory"),
        };
    }

    private static void CheckTerminal(BundleDirectory bundle, CreateRequest request)
    {
        bool socket = request.ConsoleSocket is not null || request.Console is not null;
        if (bundle.Config.Process!.Terminal && !socket)
        {
            throw Invalid("cannot allocate tty if runc will detach without setting console socket");
        }
        if (!bundle.Config.Process.Terminal && request.ConsoleSocket is not null)
        {
            throw Invalid("cannot use console socket if runc will not detach or allocate tty");
        }
    }

    private static void CheckDescriptors(CreateRequest request)
    {
        int listen = request.ListenFds.Count;
        for (int fd = 3; fd < 3 + listen + request.PreserveFds; fd++)
        {
            if (!CurrentProcess.IsInherited(fd))
            {
                string who =
                    fd < 3 + listen
                        ? $"LISTEN_FDS={listen}"
                        : $"--preserve-fds {request.PreserveFds}";
                throw Invalid($"{who}: descriptor {fd} is not open");
            }
        }
    }

    internal static void WritePidFile(string? path, int pid)
    {
        if (path is not null)
        {
            byte[] text = Encoding.ASCII.GetBytes(pid.ToString(CultureInfo.InvariantCulture));
            HostFile.Replace(
                path,
                text,
                0x1A4 /* 0644 */
            );
        }
    }

    private static ContainerException Invalid(string message) =>
        new(ContainerErrorKind.InvalidSpec, message);
}
