using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Init;
using ContainerRt.Runtime.Seccomp;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Plan;

/// <summary>The process itself: first its shell, last its identity and program.</summary>
public static class ProcessPlanner
{
    private const string DefaultPath =
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    internal static void Begin(
        StepList steps,
        PlanRequest request,
        bool appears,
        string? processors
    )
    {
        steps.Add(StepKind.DieWithParent, "always");
        steps.Add(StepKind.ResetSignals, "always");
        steps.AddValue(StepKind.Umask, "always", 0);
        OomScore(steps, request.Config.Process!);
        Affinity(steps, processors);
        steps.Add(StepKind.HideFromPtrace, "always");
        if (!appears)
        {
            steps.Add(StepKind.NewSession, "always");
        }
        if (!request.NoNewKeyring)
        {
            // the caller's keyring is in reach of all that inherit it, session-keyring(7)
            steps.AddText(StepKind.SessionKeyring, "always", $"_ses.{request.Id}");
        }
    }

    // whoever calls crt may be pinned to a few processors: the container is given those of its group, as by runc and crun
    internal static void Affinity(StepList steps, string? processors)
    {
        bool named = !string.IsNullOrEmpty(processors);
        steps.Add(
            new StepDraft(StepKind.Affinity, named ? "process.execCPUAffinity.final" : "always")
            {
                Text = named ? processors : null,
                Numbers = named ? CpuSet.Parse(processors!)! : CpuSet.All(),
                Value = named ? 1UL : 0,
            }
        );
    }

    internal static void Terminal(
        StepList steps,
        PlanRequest request,
        bool appears,
        bool bindConsole = true
    )
    {
        Process process = request.Config.Process!;
        if (!process.Terminal)
        {
            OwnPipes(steps, process);
            return;
        }
        steps.Add(
            new StepDraft(StepKind.Terminal, "process.terminal")
            {
                Path = "/dev/pts/ptmx",
                Text = bindConsole ? "/dev/console" : null,
                Handle = StepHandle.ConsoleSocket,
                Value = process.User?.Uid ?? 0,
                Flags = request.PlainNewlines ? 1UL : 0,
                Numbers = process.ConsoleSize is ConsoleSize size
                    ? [size.Height, size.Width]
                    : null,
            }
        );
        if (!appears)
        {
            steps.Add(StepKind.ControllingTerminal, "process.terminal");
        }
    }

    // whoever is not root could not open /dev/stdout and its like
    private static void OwnPipes(StepList steps, Process process) =>
        steps.AddValue(StepKind.OwnPipes, "process.user.uid", process.User?.Uid ?? 0);

    /// <summary>A terminal takes the place of all three; without one they are the caller's.</summary>
    internal static void NullDescriptors(StepList steps, PlanRequest request)
    {
        if (request.Config.Process!.Terminal)
        {
            return;
        }
        steps.Add(
            new StepDraft(StepKind.NullDescriptors, "always")
            {
                Path = "/dev/null",
                Text = "tmpfs",
                Options = [new("source", "tmpfs"), new("nr_blocks", "1"), new("nr_inodes", "2")],
            }
        );
    }

    /// <summary>From the last step that needs the host to the program itself; the same for create and exec.</summary>
    /// <param name="appears">A pid namespace is joined, so a second child goes on at the end.</param>
    internal static void Finish(
        StepList steps,
        PlanRequest request,
        SeccompProgram? filter,
        bool appears,
        List<string> warnings
    )
    {
        Process process = request.Config.Process!;
        FilterPlace place = Appearance.PlaceOf(filter, process, appears);
        CapabilityMasks sets = CapabilityMasks.Of(process.Capabilities, warnings);
        Limits(steps, process, appears);
        LetGo(steps, request, appears);
        if (process.NoNewPrivileges)
        {
            steps.Add(StepKind.NoNewPrivileges, "process.noNewPrivileges");
        }
        Filter(steps, filter, place == FilterPlace.BeforeIdentity);
        Identity(
            steps,
            process,
            place == FilterPlace.AfterAppearing ? sets.WithLoadingOfFilters() : sets
        );
        Program(steps, process, request.Facts.Home);
        if (appears)
        {
            Appearance.Plan(steps, process);
        }
        if (place == FilterPlace.AfterAppearing)
        {
            Filter(steps, filter, true);
            steps.Add(Sets(sets));
        }
        steps.Add(StepKind.Ready, "always");
        if (request.WaitForStart)
        {
            steps.Add(
                new StepDraft(StepKind.WaitForStart, "always") { Handle = StepHandle.StartSocket }
            );
        }
        Filter(steps, filter, place == FilterPlace.BeforeExecve);
        Execute(steps, process, request);
    }

    private static void LetGo(StepList steps, PlanRequest request, bool appears)
    {
        if (appears || request.WaitForStart)
        {
            // before the filter, which need not allow the calls; what the rest of the steps needs stays
            steps.Add(StepKind.Forget, "always");
        }
        CloseDescriptors(
            steps,
            request,
            request.WaitForStart ? StepHandle.StartSocket : StepHandle.None
        );
    }

    internal static void OomScore(StepList steps, Process process)
    {
        if (process.OomScoreAdj is int score)
        {
            steps.Add(
                new StepDraft(StepKind.OomScoreAdj, "process.oomScoreAdj")
                {
                    Path = "/proc/self/oom_score_adj",
                    Text = FormattableString.Invariant($"{score}"),
                }
            );
        }
    }

    internal static StepDraft Limit(PosixRlimit limit, StepKind kind) =>
        new(kind, $"process.rlimits ({limit.Type})")
        {
            Value = (ulong)Rlimits.NumberOf(limit.Type),
            Numbers = [limit.Soft, limit.Hard],
        };

    /// <summary>From here on no step opens a descriptor.</summary>
    private static void CloseDescriptors(StepList steps, PlanRequest request, StepHandle needed) =>
        steps.Add(
            new StepDraft(StepKind.CloseDescriptors, "always")
            {
                Value = 3 + (ulong)request.PreserveFds,
                Handle = needed,
            }
        );

    private static void Limits(StepList steps, Process process, bool appears)
    {
        foreach (PosixRlimit limit in process.Rlimits ?? [])
        {
            if (!appears || !Appearance.IsProcessLimit(limit))
            {
                steps.Add(Limit(limit, StepKind.Rlimit));
            }
        }
    }

    private static void Filter(StepList steps, SeccompProgram? filter, bool here)
    {
        if (filter is not null && here)
        {
            steps.Add(
                new StepDraft(StepKind.Seccomp, "linux.seccomp")
                {
                    Bytes = filter.Filter,
                    Flags = filter.Flags,
                }
            );
        }
    }

    private static void Identity(StepList steps, Process process, CapabilityMasks sets)
    {
        string cwd = ContainerPath.Clean(process.Cwd!);
        steps.AddPath(StepKind.Chdir, "process.cwd", cwd);
        steps.AddValue(StepKind.BoundingSet, "process.capabilities.bounding", sets.Bounding);
        steps.AddValue(StepKind.KeepCapabilities, "process.capabilities", 1);
        steps.Add(
            new StepDraft(StepKind.Groups, "process.user.additionalGids")
            {
                // the primary group too, or a group's denial could be escaped (CVE-2022-36109)
                Numbers = Groups(process.User),
            }
        );
        steps.AddValue(StepKind.Gid, "process.user.gid", process.User?.Gid ?? 0);
        steps.AddValue(StepKind.Uid, "process.user.uid", process.User?.Uid ?? 0);
        steps.AddValue(StepKind.KeepCapabilities, "process.capabilities", 0);
        steps.Add(Sets(sets));
        steps.AddValue(StepKind.AmbientSet, "process.capabilities.ambient", sets.Ambient);
        steps.Add(new StepDraft(StepKind.Chdir, "process.cwd") { Path = cwd, Value = 1 });
        steps.AddValue(StepKind.Umask, "process.user.umask", process.User?.Umask ?? 0x12);
        steps.Add(StepKind.HideFromPtrace, "always");
    }

    private static StepDraft Sets(CapabilityMasks sets) =>
        new(StepKind.CapabilitySets, "process.capabilities")
        {
            Numbers = [sets.Effective, sets.Permitted, sets.Inheritable],
        };

    private static void Program(StepList steps, Process process, string home)
    {
        ProcessEnvironment environment = EnvironmentOf(process, home);
        steps.Add(
            new StepDraft(StepKind.FindProgram, "process.args[0]")
            {
                Text = process.Args![0],
                Strings = Candidates(process.Args[0], environment.ValueOf("PATH") ?? DefaultPath),
            }
        );
    }

    private static void Execute(StepList steps, Process process, PlanRequest request)
    {
        ProcessEnvironment environment = EnvironmentOf(process, request.Facts.Home);
        if (request.ListenFds.Count > 0)
        {
            environment.Set(FormattableString.Invariant($"LISTEN_FDS={request.ListenFds.Count}"));
            environment.Set("LISTEN_PID=1");
            if (request.ListenFds.Names is string names)
            {
                environment.Set($"LISTEN_FDNAMES={names}");
            }
        }
        steps.Add(
            new StepDraft(StepKind.Execve, "process.args")
            {
                Strings = process.Args,
                MoreStrings = environment.ToList(),
            }
        );
    }

    private static ProcessEnvironment EnvironmentOf(Process process, string home) =>
        new ProcessEnvironment(process.Env ?? []).WithHome(home);

    private static List<string> Candidates(string program, string path)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return [program];
        }
        return program.Length == 0
            ? []
            : path.Split(':').Select(directory => Join(directory, program)).ToList();
    }

    private static string Join(string directory, string program) =>
        directory.Length == 0 ? $"./{program}" : $"{directory.TrimEnd('/')}/{program}";

    private static List<ulong> Groups(User? user)
    {
        List<ulong> groups = [user?.Gid ?? 0];
        groups.AddRange((user?.AdditionalGids ?? []).Select(gid => (ulong)gid));
        return groups.Distinct().ToList();
    }
}
