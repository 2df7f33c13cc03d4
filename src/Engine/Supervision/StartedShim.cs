using System;
using System.Diagnostics;
using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Epoll;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Engine.Supervision;

/// <summary>
/// A shim that has just been started by this program. Until it has answered, its standard error is ours to read: it says
/// there why it ends, and so does the .NET runtime, or the loader, when it does not get as far.
/// </summary>
/// <param name="pid">The shim, a child of this program.</param>
/// <param name="errors">The end of the pipe that is its standard error.</param>
internal sealed class StartedShim(int pid, Fd errors) : IDisposable
{
    private const int Patience = 2000;
    private const int MaxSaid = 4096;

    /// <summary>Why it has ended, in one line; null when it lives.</summary>
    public string? Ending()
    {
        string said = FirstLine(ReadToEnd(out bool ended));
        if (!ended)
        {
            return null;
        }
        // only its end closes the pipe, so the status is there at once
        (int reaped, int status) = Children.Reap(pid, wait: true);
        string how =
            reaped == 0 ? "its supervisor has ended"
            : status > 128 ? $"its supervisor was ended by signal {status - 128}"
            : $"its supervisor ended with status {status}";
        return said.Length > 0 ? $"{how}: {said}" : $"{how} and said nothing";
    }

    private byte[] ReadToEnd(out bool ended)
    {
        byte[] said = new byte[MaxSaid];
        byte[] beyond = new byte[MaxSaid];
        int length = 0;
        var clock = Stopwatch.StartNew();
        while (PollSet.WaitFor(errors, Poll.POLLIN, Left(clock)))
        {
            bool full = length == MaxSaid;
            SysResult read = FdIo.Read(errors, full ? beyond : said.AsSpan(length));
            if (read.Raw <= 0)
            {
                ended = true;
                return said[..length];
            }
            length += full ? 0 : (int)read.Raw;
        }
        ended = false;
        return said[..length];
    }

    private static int Left(Stopwatch clock) =>
        (int)Math.Max(0, Patience - clock.ElapsedMilliseconds);

    private static string FirstLine(ReadOnlySpan<byte> said)
    {
        string text = Encoding.UTF8.GetString(said).Trim();
        int end = text.AsSpan().IndexOfAny('\n', '\r');
        return end < 0 ? text : text[..end];
    }

    public void Dispose() => errors.Dispose();
}
