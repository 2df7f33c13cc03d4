using System;
using ContainerRt.Spec.Json;

namespace ContainerRt.Engine.Containers;

/// <summary>status.json, which the shim writes.</summary>
public static class StatusJson
{
    /// <summary>Null when the document is null.</summary>
    /// <exception cref="DocumentException">Not JSON, or a member is not of its type, null or there twice.</exception>
    public static ContainerStatus? Read(ReadOnlySpan<byte> document)
    {
        JsonCursor json = new(document);
        ContainerStatus? status = Status(ref json);
        json.End();
        return status;
    }

    // csharpier-ignore-start
    private static ContainerStatus? Status(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        string status = "created";
        int pid = 0, exitCode = 0;
        bool oomKilled = false;
        DateTime? startedAt = null, exitedAt = null;
        while (json.Member())
        {
            if (json.Is("status"u8)) { status = json.NotNull(json.Text()); }
            else if (json.Is("pid"u8)) { pid = json.Int(); }
            else if (json.Is("exitCode"u8)) { exitCode = json.Int(); }
            else if (json.Is("oomKilled"u8)) { oomKilled = json.Flag(); }
            else if (json.Is("startedAt"u8)) { startedAt = json.OptionalTime(); }
            else if (json.Is("exitedAt"u8)) { exitedAt = json.OptionalTime(); }
            else { json.Skip(); }
        }
        return new ContainerStatus
        {
            Status = status,
            Pid = pid,
            ExitCode = exitCode,
            OomKilled = oomKilled,
            StartedAt = startedAt,
            ExitedAt = exitedAt,
        };
    }
    // csharpier-ignore-end
}
