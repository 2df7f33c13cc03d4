using System;
using System.Globalization;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Runtime.Cgroups;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>
/// In a group that takes one process more: pids.max is one higher for as long as there are two children, the one that makes
/// the other and that one.
/// </summary>
/// <remarks>
/// Rejected: a first child that stays outside. To have the second born in the group (CLONE_INTO_CGROUP) it must see both groups in its
/// cgroup namespace where the hierarchy is mounted with nsdelegate, as systemd does, ENOENT otherwise. So the second would have to join the
/// container's cgroup namespace in sight of the container, with CAP_SYS_ADMIN; one that is moved later is in sight without limits and devices.
/// </remarks>
internal sealed class RoomForFirstChild : IDisposable
{
    private const string Why = "exec";

    private readonly CgroupDirectory _group;
    private readonly long? _limit;
    private readonly Fd _turn;
    private bool _takenBack;

    private RoomForFirstChild(CgroupDirectory group, long? limit, Fd turn)
    {
        _group = group;
        _limit = limit;
        _turn = turn;
    }

    /// <summary>Null when the group has no limit. One that takes no process at all stays as it is: then the kernel says so.</summary>
    /// <param name="turn">
    /// Locked meanwhile: of two at once one would take the other's room, or keep the other's limit.
    /// </param>
    internal static RoomForFirstChild? In(CgroupDirectory group, string turn)
    {
        if (group.ProcessLimit() is null)
        {
            return null;
        }
        Fd held = HostFile.Open(turn, FileConstants.O_RDONLY).OrThrow($"open {turn}");
        try
        {
            _ = FileLock.Exclusive(held).OrThrow($"lock {turn}");
            long? limit = group.FreeProcesses() == 1 ? group.ProcessLimit() : null;
            if (limit is long known)
            {
                Write(group, known + 1);
            }
            return new RoomForFirstChild(group, limit, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The limit is what it was; one that an engine has written meanwhile stays.</summary>
    internal void TakeBack()
    {
        if (_takenBack)
        {
            return;
        }
        _takenBack = true;
        if (_limit is long limit && _group.ProcessLimit() == limit + 1)
        {
            Write(_group, limit);
        }
        _turn.Dispose();
    }

    public void Dispose()
    {
        try
        {
            TakeBack();
        }
        catch (KernelException)
        {
            // the container, and its group, may be gone: that is what is told
            _turn.Dispose();
        }
    }

    private static void Write(CgroupDirectory group, long limit) =>
        group.Apply([
            new CgroupSetting(
                CgroupDirectory.ProcessLimitFile,
                limit.ToString(CultureInfo.InvariantCulture),
                Why
            ),
        ]);
}
