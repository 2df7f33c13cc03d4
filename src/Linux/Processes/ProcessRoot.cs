using System;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>The root directory of another process, in its mount namespace: proc(5), /proc/PID/root.</summary>
public static class ProcessRoot
{
    /// <summary>
    /// Only for walks that cannot leave it. Whoever calls makes sure afterwards that the number still belongs to the process:
    /// then it has belonged to it here.
    /// </summary>
    public static SysResult<Fd> Open(int pid) =>
        HostFile.Open(
            FormattableString.Invariant($"/proc/{pid}/root"),
            FileConstants.O_PATH | FileConstants.O_DIRECTORY
        );
}
