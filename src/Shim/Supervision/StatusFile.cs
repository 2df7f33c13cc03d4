using System;
using System.Buffers;
using System.Globalization;
using System.IO;
using System.Text.Json;
using ContainerRt.Shim.Stdio;

namespace ContainerRt.Shim.Supervision;

/// <summary>status.json: what `crt ps` reads. Replaced whole, so a reader never sees half of it.</summary>
internal static class StatusFile
{
    public static void Write(string directory, ManagedProcess init)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString(
                "status",
                init.Status switch
                {
                    Ttrpc.TaskStatus.Running => "running",
                    Ttrpc.TaskStatus.Stopped => "exited",
                    _ => "created",
                }
            );
            json.WriteNumber("pid", init.Pid);
            json.WriteNumber("exitCode", init.ExitCode);
            json.WriteBoolean("oomKilled", init.OomKilled);
            WriteTime(json, "startedAt", init.StartedAt);
            WriteTime(json, "exitedAt", init.ExitedAt);
            json.WriteEndObject();
        }
        string path = Path.Combine(directory, "status.json");
        File.WriteAllBytes(path + ".new", buffer.WrittenSpan);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTime time)
    {
        if (time != default)
        {
            json.WriteString(name, time.ToString("O", CultureInfo.InvariantCulture));
        }
    }
}
