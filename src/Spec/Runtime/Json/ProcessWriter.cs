using System.Collections.Generic;
using System.Text.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Runtime.Json;

/// <summary>config.md#process; alone it is what `exec --process` reads.</summary>
public static class ProcessWriter
{
    public static byte[] Write(Process process) =>
        JsonMembers.Document(process, Process, indented: true);

    internal static void Process(Utf8JsonWriter json, Process process)
    {
        json.Flag("terminal"u8, process.Terminal);
        json.Object("consoleSize"u8, process.ConsoleSize, ConsoleSize);
        json.Object("user"u8, process.User, User);
        json.Texts("args"u8, process.Args);
        json.Texts("env"u8, process.Env);
        json.Text("cwd"u8, process.Cwd);
        json.Object("capabilities"u8, process.Capabilities, Capabilities);
        json.List("rlimits"u8, process.Rlimits, Rlimit);
        json.Flag("noNewPrivileges"u8, process.NoNewPrivileges);
        json.Text("apparmorProfile"u8, process.ApparmorProfile);
        json.Number("oomScoreAdj"u8, process.OomScoreAdj);
        json.Text("selinuxLabel"u8, process.SelinuxLabel);
        json.Tree("scheduler"u8, process.Scheduler);
        json.Tree("ioPriority"u8, process.IoPriority);
        json.Object("execCPUAffinity"u8, process.ExecCpuAffinity, CpuAffinity);
    }

    private static void ConsoleSize(Utf8JsonWriter json, ConsoleSize size)
    {
        json.Number("height"u8, size.Height);
        json.Number("width"u8, size.Width);
    }

    private static void CpuAffinity(Utf8JsonWriter json, CpuAffinity affinity)
    {
        json.Text("initial"u8, affinity.Initial);
        json.Text("final"u8, affinity.Final);
    }

    private static void User(Utf8JsonWriter json, User user)
    {
        json.Number("uid"u8, user.Uid);
        json.Number("gid"u8, user.Gid);
        json.Number("umask"u8, user.Umask);
        Gids(json, user.AdditionalGids);
    }

    private static void Capabilities(Utf8JsonWriter json, LinuxCapabilities sets)
    {
        json.Texts("bounding"u8, sets.Bounding);
        json.Texts("permitted"u8, sets.Permitted);
        json.Texts("effective"u8, sets.Effective);
        json.Texts("inheritable"u8, sets.Inheritable);
        json.Texts("ambient"u8, sets.Ambient);
    }

    private static void Rlimit(Utf8JsonWriter json, PosixRlimit limit)
    {
        json.Text("type"u8, limit.Type);
        json.Number("soft"u8, limit.Soft);
        json.Number("hard"u8, limit.Hard);
    }

    private static void Gids(Utf8JsonWriter json, List<uint>? gids)
    {
        if (gids is null)
        {
            return;
        }
        json.WriteStartArray("additionalGids"u8);
        foreach (uint gid in gids)
        {
            json.WriteNumberValue(gid);
        }
        json.WriteEndArray();
    }
}
