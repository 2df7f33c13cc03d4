using System;
using System.Buffers;
using System.Globalization;
using System.IO;
using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Streams;
using LinuxOpen = ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.Shim.Stdio;

/// <summary>
/// The log of a container: `time stream F|P text`. What comes without a newline is written at once
/// as P, so nothing is held back that a crash could lose; src/Cli/User/LogLines joins it again.
/// </summary>
internal sealed class ContainerLog(string path, long rotateAt = 10 << 20, int keep = 3)
    : IDisposable
{
    private readonly ArrayBufferWriter<byte> _lines = new(1024);
    private Fd _file = Open(path);
    private bool _torn;
    private long _size = File.Exists(path) ? new FileInfo(path).Length : 0;

    public void Write(ReadOnlySpan<byte> stream, ReadOnlySpan<byte> output)
    {
        if (_size >= rotateAt)
        {
            Rotate();
        }
        _lines.ResetWrittenCount();
        if (_torn)
        {
            _lines.Write("\n"u8);
        }
        Format(_lines, DateTime.UtcNow, stream, output);
        // a disk that is full may take a part of it: the next record begins on a line of its own
        _torn = FdIo.WriteAll(_file, _lines.WrittenSpan).Failed;
        _size += _lines.WrittenCount;
    }

    internal static void Format(
        ArrayBufferWriter<byte> lines,
        DateTime time,
        ReadOnlySpan<byte> stream,
        ReadOnlySpan<byte> output
    )
    {
        byte[] stamp = Encoding.ASCII.GetBytes(
            time.ToString("yyyy-MM-ddTHH:mm:ss.fffffff00Z ", CultureInfo.InvariantCulture)
        );
        while (output.Length > 0)
        {
            int newline = output.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = newline < 0 ? output : output[..newline];
            lines.Write(stamp);
            lines.Write(stream);
            lines.Write(newline < 0 ? " P "u8 : " F "u8);
            lines.Write(text);
            lines.Write("\n"u8);
            output = newline < 0 ? default : output[(newline + 1)..];
        }
    }

    private void Rotate()
    {
        for (int i = keep - 1; i > 0; i--)
        {
            string from = i == 1 ? path : $"{path}.{i - 1}";
            if (File.Exists(from))
            {
                File.Move(from, $"{path}.{i}", overwrite: true);
            }
        }
        _file.Dispose();
        _file = Open(path);
        _size = 0;
    }

    private static Fd Open(string path) =>
        FdIo.OpenTrusted(path, LinuxOpen.O_WRONLY | LinuxOpen.O_APPEND | LinuxOpen.O_CREAT)
            .OrThrow($"open the log \"{path}\"");

    public void Dispose() => _file.Dispose();
}
