using System;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Runtime.Json;

/// <summary>config.md#process; alone it is what `exec --process` reads.</summary>
public static class ProcessReader
{
    /// <summary>Null when the document is null.</summary>
    /// <exception cref="DocumentException">Not JSON, or a member is not of its type or there twice.</exception>
    public static Process? Read(ReadOnlySpan<byte> document)
    {
        JsonCursor json = new(document);
        Process? process = Process(ref json);
        json.End();
        return process;
    }

    // csharpier-ignore-start
    internal static Process? Process(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        Process process = new();
        while (json.Member())
        {
            if (json.Is("terminal"u8)) { process.Terminal = json.Flag(); }
            else if (json.Is("consoleSize"u8)) { process.ConsoleSize = ConsoleSize(ref json); }
            else if (json.Is("user"u8)) { process.User = User(ref json); }
            else if (json.Is("args"u8)) { process.Args = json.Texts(); }
            else if (json.Is("env"u8)) { process.Env = json.Texts(); }
            else if (json.Is("cwd"u8)) { process.Cwd = json.Text(); }
            else if (json.Is("capabilities"u8)) { process.Capabilities = Capabilities(ref json); }
            else if (json.Is("rlimits"u8)) { process.Rlimits = json.List(Rlimit); }
            else if (json.Is("noNewPrivileges"u8)) { process.NoNewPrivileges = json.Flag(); }
            else if (json.Is("apparmorProfile"u8)) { process.ApparmorProfile = json.Text(); }
            else if (json.Is("oomScoreAdj"u8)) { process.OomScoreAdj = json.OptionalInt(); }
            else if (json.Is("selinuxLabel"u8)) { process.SelinuxLabel = json.Text(); }
            else if (json.Is("scheduler"u8)) { process.Scheduler = json.Tree(); }
            else if (json.Is("ioPriority"u8)) { process.IoPriority = json.Tree(); }
            else if (json.Is("execCPUAffinity"u8)) { process.ExecCpuAffinity = CpuAffinity(ref json); }
            else { json.Skip(); }
        }
        return process;
    }

    private static ConsoleSize? ConsoleSize(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        ConsoleSize size = new();
        while (json.Member())
        {
            if (json.Is("height"u8)) { size.Height = json.Uint(); }
            else if (json.Is("width"u8)) { size.Width = json.Uint(); }
            else { json.Skip(); }
        }
        return size;
    }

    private static CpuAffinity? CpuAffinity(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        CpuAffinity affinity = new();
        while (json.Member())
        {
            if (json.Is("initial"u8)) { affinity.Initial = json.Text(); }
            else if (json.Is("final"u8)) { affinity.Final = json.Text(); }
            else { json.Skip(); }
        }
        return affinity;
    }

    private static User? User(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        User user = new();
        while (json.Member())
        {
            if (json.Is("uid"u8)) { user.Uid = json.Uint(); }
            else if (json.Is("gid"u8)) { user.Gid = json.Uint(); }
            else if (json.Is("umask"u8)) { user.Umask = json.OptionalUint(); }
            else if (json.Is("additionalGids"u8)) { user.AdditionalGids = json.List(static (ref gid) => gid.Uint()); }
            else { json.Skip(); }
        }
        return user;
    }

    private static LinuxCapabilities? Capabilities(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        LinuxCapabilities sets = new();
        while (json.Member())
        {
            if (json.Is("bounding"u8)) { sets.Bounding = json.Texts(); }
            else if (json.Is("permitted"u8)) { sets.Permitted = json.Texts(); }
            else if (json.Is("effective"u8)) { sets.Effective = json.Texts(); }
            else if (json.Is("inheritable"u8)) { sets.Inheritable = json.Texts(); }
            else if (json.Is("ambient"u8)) { sets.Ambient = json.Texts(); }
            else { json.Skip(); }
        }
        return sets;
    }

    private static PosixRlimit Rlimit(ref JsonCursor json)
    {
        if (!json.Object()) { return null!; }
        PosixRlimit limit = new();
        while (json.Member())
        {
            if (json.Is("type"u8)) { limit.Type = json.Text(); }
            else if (json.Is("soft"u8)) { limit.Soft = json.Ulong(); }
            else if (json.Is("hard"u8)) { limit.Hard = json.Ulong(); }
            else { json.Skip(); }
        }
        return limit;
    }
    // csharpier-ignore-end
}
