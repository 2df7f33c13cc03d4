using ContainerRt.Linux;
using ContainerRt.Linux.Processes;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Store;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>The root directory of a container that runs, as its first process has it.</summary>
internal static class RunningRoot
{
    /// <summary>HOME of the process that is to join it.</summary>
    internal static string HomeIn(ContainerRecord record, Config config)
    {
        SysResult<Fd> opened = ProcessRoot.Open(record.Pid);
        // without CAP_SYS_PTRACE another user's process shows nothing, ptrace(2)
        if (opened.Errno is Errno.EACCES or Errno.EPERM)
        {
            return HomeDirectory.Of(record.Rootfs, config, record.Bundle);
        }
        using Fd? root = opened.Failed ? null : opened.Value;
        // the pid may have been given to another process before its root was opened
        return root is not null && ContainerStatus.IsAlive(record)
            ? HomeDirectory.Of(new ContainerFiles(root), config.Process!.User?.Uid ?? 0)
            : throw new ContainerException(
                ContainerErrorKind.WrongState,
                "cannot exec in a stopped container"
            );
    }
}
