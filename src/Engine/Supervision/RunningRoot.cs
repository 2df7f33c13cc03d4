using ContainerRt.Engine.Containers;
using ContainerRt.Linux;
using ContainerRt.Linux.Processes;
using ContainerRt.Ttrpc;

namespace ContainerRt.Engine.Supervision;

/// <summary>The root directory of a container that runs, as its first process has it.</summary>
public static class RunningRoot
{
    /// <param name="supervisor">The container's.</param>
    /// <param name="record">The container.</param>
    /// <returns>Null when this program may not look at the process.</returns>
    /// <exception cref="EngineException">It does not run.</exception>
    public static Fd? Open(TtrpcClient supervisor, ContainerRecord record)
    {
        int pid = PidOf(supervisor, record);
        SysResult<Fd> opened = ProcessRoot.Open(pid);
        // The supervisor reaps the process and says so from then on: while it does not, the number has belonged to it.
        bool same = !opened.Failed && PidOf(supervisor, record) == pid;
        // without CAP_SYS_PTRACE another user's process shows nothing, ptrace(2)
        if (same || opened.Errno is Errno.EACCES or Errno.EPERM)
        {
            return same ? opened.Value : null;
        }
        if (!opened.Failed)
        {
            opened.Value.Dispose();
        }
        throw NotRunning(record);
    }

    private static int PidOf(TtrpcClient supervisor, ContainerRecord record)
    {
        ProtoReader state = new(supervisor.Call("State", new TaskFields { Id = record.Id }));
        int pid = 0;
        TaskStatus status = TaskStatus.Unknown;
        while (state.Next())
        {
            pid = state.Field == 3 ? (int)state.Number : pid;
            status = state.Field == 4 ? (TaskStatus)state.Number : status;
        }
        return status == TaskStatus.Running && pid > 0 ? pid : throw NotRunning(record);
    }

    private static EngineException NotRunning(ContainerRecord record) =>
        new($"container {record.Name} is not running", 1);
}
