using System;
using System.Collections.Generic;
using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Cli.User;

/// <summary>Whole lines from a growing file. Latin-1 carries every byte unchanged.</summary>
internal sealed class LogLines(Fd file)
{
    private readonly StringBuilder _rest = new();
    private readonly byte[] _buffer = new byte[64 << 10];

    public List<string> ReadNew()
    {
        List<string> lines = [];
        for (int read = Read(); read > 0; read = Read())
        {
            foreach (char c in Encoding.Latin1.GetString(_buffer.AsSpan(0, read)))
            {
                if (c != '\n')
                {
                    _rest.Append(c);
                    continue;
                }
                lines.Add(_rest.ToString());
                _rest.Clear();
            }
        }
        return lines;
    }

    private int Read() => (int)FdIo.Read(file, _buffer).OrThrow("read the log");
}
