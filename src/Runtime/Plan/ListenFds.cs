using System.Globalization;

namespace ContainerRt.Runtime.Plan;

/// <summary>
/// Sockets that the caller was started with, sd_listen_fds(3): descriptors from 3 on, which the container's program
/// gets before those of --preserve-fds.
/// </summary>
/// <param name="Count">0 to 1024.</param>
/// <param name="Names">LISTEN_FDNAMES, or null.</param>
public readonly record struct ListenFds(int Count, string? Names)
{
    public const int Most = 1024;

    /// <summary>Reads the three variables; those that are meant for another process count for nothing.</summary>
    /// <exception cref="ContainerException">LISTEN_FDS is not a number from 0 to 1024.</exception>
    public static ListenFds Parse(string? fds, string? pid, string? names, int ownPid)
    {
        if (string.IsNullOrEmpty(fds) || !IsFor(pid, ownPid))
        {
            return default;
        }
        bool valid = int.TryParse(
            fds,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int count
        );
        return valid && count <= Most
            ? new ListenFds(count, names)
            : throw new ContainerException(
                ContainerErrorKind.InvalidSpec,
                $"LISTEN_FDS={fds} in the environment: not a number from 0 to {Most}; unset it if no sockets are meant"
            );
    }

    // crun takes them without LISTEN_PID too; sd_listen_fds(3) and runc do not
    private static bool IsFor(string? pid, int ownPid) =>
        int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out int meant)
        && meant == ownPid;
}
