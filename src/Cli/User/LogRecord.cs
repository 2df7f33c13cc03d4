using System;

namespace ContainerRt.Cli.User;

/// <summary>One record of the log, `time stream F|P text`: bytes that the container wrote at one time.</summary>
internal readonly ref struct LogRecord
{
    public ReadOnlySpan<byte> Time { get; private init; }
    public bool IsError { get; private init; }

    /// <summary>A newline came after the text; else the line goes on in the stream's next record.</summary>
    public bool EndsLine { get; private init; }

    /// <summary>Any byte but a newline.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>False for what a full disk or a crash has left.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out LogRecord record)
    {
        record = default;
        int time = line.IndexOf((byte)' ');
        if (time <= 0)
        {
            return false;
        }
        ReadOnlySpan<byte> rest = line[(time + 1)..];
        bool isError = rest.StartsWith("stderr "u8);
        if (!isError && !rest.StartsWith("stdout "u8))
        {
            return false;
        }
        rest = rest["stdout ".Length..];
        bool ends = rest.StartsWith("F "u8);
        if (!ends && !rest.StartsWith("P "u8))
        {
            return false;
        }
        record = new LogRecord
        {
            Time = line[..time],
            IsError = isError,
            EndsLine = ends,
            Text = rest[2..],
        };
        return true;
    }
}
