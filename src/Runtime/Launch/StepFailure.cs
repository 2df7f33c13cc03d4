using System;
using System.Collections.Generic;
using ContainerRt.Init;
using ContainerRt.Init.Steps;
using ContainerRt.Linux;
using ContainerRt.Linux.Native;
using ContainerRt.Runtime.Plan;

namespace ContainerRt.Runtime.Launch;

/// <summary>A report of the child as a message: which step, from which field, why.</summary>
public static class StepFailure
{
    public static ContainerException Of(IReadOnlyList<StepDraft> steps, Report report)
    {
        Errno errno = (Errno)report.Errno;
        // the report comes from a process that others may have got hold of
        if ((uint)report.Step >= (uint)steps.Count)
        {
            return new(ContainerErrorKind.Kernel, "the container's program ended without exec");
        }
        StepDraft step = steps[report.Step];
        string text = step.Kind switch
        {
            StepKind.FindProgram => ProgramNotFound(step.Text!, errno, report.Call),
            StepKind.Execve => $"exec {step.Strings![0]}: {ErrnoText.Of(errno)}",
            StepKind.Chdir => WorkingDirectory(step, errno),
            _ => Other(step, errno, report.Call),
        };
        return new ContainerException(ContainerErrorKind.Kernel, text);
    }

    // the phrases that podman and docker turn into exit codes 126 and 127
    private static string ProgramNotFound(string program, Errno errno, int call) =>
        errno is Errno.ENOSYS or Errno.EPERM
            ? $"exec: \"{program}\": {SystemCallNames.Of(call)}: {ErrnoText.Of(errno)}"
        : errno != Errno.ENOENT ? $"exec: \"{program}\": {ErrnoText.Of(errno)}"
        : program.Contains('/', StringComparison.Ordinal)
            ? $"exec: \"{program}\": stat {program}: no such file or directory"
        : $"exec: \"{program}\": executable file not found in $PATH";

    private static string WorkingDirectory(StepDraft step, Errno errno) =>
        errno == Errno.ENOENT && step.Path!.Contains("/fd/", StringComparison.Ordinal)
            ? "current working directory is outside of container mount namespace root -- possible container breakout detected"
            : $"process.cwd: chdir to {step.Path}: {ErrnoText.Of(errno)}";

    private static string Other(StepDraft step, Errno errno, int call)
    {
        bool ordinary =
            step.Kind == StepKind.MountFilesystem
            && (step.Value & MountRules.OrdinaryDirectory) != 0
            && errno is Errno.ELOOP or Errno.ENOTDIR;
        string reason = ordinary
            ? "must be mounted on ordinary directory"
            : $"{SystemCallNames.Of(call)}: {ErrnoText.Of(errno)}";
        return $"{step.Source}: {StepText.Of(step)}: {reason}{Hint(step, errno, call)}";
    }

    private const string Kinds =
        " (a directory can only be bound on a directory, a file only on a file)";

    private static string Hint(StepDraft step, Errno errno, int call) =>
        (step.Kind, errno) switch
        {
            (StepKind.MountFilesystem, Errno.ENODEV) =>
                " (the kernel does not know this file system)",
            (StepKind.MountFilesystem, Errno.EINVAL) =>
                " (an option is unknown to the file system, or has a value that it does not take)",
            (StepKind.MountBind, Errno.ENOTDIR) => Kinds,
            (StepKind.MountBind, Errno.EINVAL) when call == NR.move_mount => Kinds,
            (StepKind.MountBind or StepKind.MountFilesystem, Errno.EXDEV) =>
                " (the target is inside /proc, reached through a symlink)",
            (StepKind.Terminal, Errno.EINVAL) => " (/dev/pts/ptmx is not a devpts master)",
            (StepKind.Terminal, Errno.ENOENT) => " (mounts: devpts on /dev/pts is missing)",
            (StepKind.MakeDevice, Errno.EEXIST) => " (something else is there already)",
            (StepKind.Appear, Errno.EAGAIN) => $" ({Launcher.NoFurtherProcess})",
            (StepKind.Rlimit, Errno.EPERM) => " (raising a hard limit needs CAP_SYS_RESOURCE)",
            _ => "",
        };
}
