using System.Buffers;
using ContainerRt.Linux;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Cli.User;

/// <summary>Writes the text of records to our streams, byte for byte.</summary>
internal sealed class LogPrinter(bool stamps)
{
    private readonly ArrayBufferWriter<byte> _waiting = new();
    private Fd _target = Output.Stdout;

    public void Show(LogRecord record, bool begins)
    {
        Fd target = record.IsError ? Output.Stderr : Output.Stdout;
        if (target != _target)
        {
            Flush();
            _target = target;
        }
        if (stamps && begins)
        {
            _waiting.Write(record.Time);
            _waiting.Write(" "u8);
        }
        _waiting.Write(record.Text);
        _waiting.Write(record.EndsLine ? "\n"u8 : default);
    }

    /// <summary>Whatever was shown is written now.</summary>
    /// <exception cref="OutputException">It did not arrive.</exception>
    public void Flush()
    {
        StandardStreams.Write(_target, _waiting.WrittenSpan);
        _waiting.ResetWrittenCount();
    }
}
