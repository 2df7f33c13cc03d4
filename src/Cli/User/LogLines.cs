using System;
using System.Buffers;
using System.Collections.Generic;

namespace ContainerRt.Cli.User;

/// <summary>
/// From the bytes of a log to the lines that the container wrote: pieces of one line are shown as one, with one time, and
/// count as one. The two streams write their lines side by side.
/// </summary>
/// <param name="tail">How many of the lines that are there at first are shown.</param>
/// <param name="show">Gets each record, and whether its line begins with it.</param>
internal sealed class LogLines(long tail, LogLines.Shower show)
{
    private readonly ArrayBufferWriter<byte> _rest = new();
    private readonly Queue<(long Line, bool Begins, byte[] Record)> _held = new();

    // of stdout and stderr: the line that is being written, counted from 1, and whether it has ended
    private readonly (long Line, bool Open)[] _current = [default, default];
    private long _begun;
    private long _hidden;
    private bool _holding = tail != long.MaxValue;

    internal delegate void Shower(LogRecord record, bool begins);

    /// <summary>Some more of the log, cut anywhere.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        for (int end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            if (_rest.WrittenCount > 0)
            {
                _rest.Write(bytes[..end]);
                Take(_rest.WrittenSpan);
                _rest.ResetWrittenCount();
            }
            else
            {
                Take(bytes[..end]);
            }
            bytes = bytes[(end + 1)..];
        }
        _rest.Write(bytes);
    }

    /// <summary>What comes from now on is shown whatever the tail was.</summary>
    public void EndTail()
    {
        _holding = false;
        _hidden = Math.Max(0, _begun - tail);
        while (_held.TryDequeue(out (long Line, bool Begins, byte[] Record) held))
        {
            _ = LogRecord.TryParse(held.Record, out LogRecord record);
            Show(record, held.Line, held.Begins);
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (!LogRecord.TryParse(bytes, out LogRecord record))
        {
            return;
        }
        ref (long Line, bool Open) current = ref _current[record.IsError ? 1 : 0];
        bool begins = !current.Open;
        current = (begins ? ++_begun : current.Line, !record.EndsLine);
        if (!_holding)
        {
            Show(record, current.Line, begins);
            return;
        }
        _held.Enqueue((current.Line, begins, bytes.ToArray()));
        while (_held.TryPeek(out var oldest) && oldest.Line <= _begun - tail)
        {
            _ = _held.Dequeue();
        }
    }

    private void Show(LogRecord record, long line, bool begins)
    {
        if (line > _hidden)
        {
            show(record, begins);
        }
    }
}
