using System;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Streams;
using ContainerRt.Linux.Terminals;

namespace ContainerRt.Cli.Oci;

/// <summary>
/// `--log` and `--log-format`: one record a line, as runc writes them. containerd takes the last
/// record of level error as the reason of a failure.
/// </summary>
internal sealed class OciLog(string? path, bool json, bool debug)
{
    private const int Flags =
        FileConstants.O_WRONLY | FileConstants.O_CREAT | FileConstants.O_APPEND;

    private const uint Mode = 0x1A4; // 0644

    /// <summary>The file is there from the start, as with runc, and one that cannot be made ends the command.</summary>
    internal void Open()
    {
        if (path is not null)
        {
            HostFile.Open(path, Flags, Mode).OrThrow($"--log: open {path}").Dispose();
        }
    }

    internal void Error(string message)
    {
        Write("error", message);
        StandardStreams.Note($"crt: {message}");
    }

    internal void Warning(string message)
    {
        Write("warning", message);
        if (path is null)
        {
            StandardStreams.Note($"crt: warning: {message}");
        }
    }

    internal void Debug(string message)
    {
        if (!debug)
        {
            return;
        }
        Write("debug", message);
        if (path is null)
        {
            StandardStreams.Note($"level=debug msg=\"{message}\"");
        }
    }

    private void Write(string level, string message)
    {
        if (path is null)
        {
            return;
        }
        string time = DateTime.UtcNow.ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
            CultureInfo.InvariantCulture
        );
        string quoted = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(
            json ? message : SafeText.Of(message)
        );
        string line = json
            ? $"{{\"level\":\"{level}\",\"msg\":\"{quoted}\",\"time\":\"{time}\"}}\n"
            : $"time=\"{time}\" level={level} msg=\"{quoted}\"\n";
        SysResult<Fd> opened = HostFile.Open(path, Flags, Mode);
        if (!opened.Failed)
        {
            using Fd file = opened.Value;
            _ = HostFile.Write(file, Encoding.UTF8.GetBytes(line));
        }
    }
}
