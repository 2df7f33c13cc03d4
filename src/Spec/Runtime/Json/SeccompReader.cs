using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Runtime.Json;

/// <summary>config-linux.md#seccomp</summary>
internal static class SeccompReader
{
    // csharpier-ignore-start
    internal static LinuxSeccomp? Seccomp(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        LinuxSeccomp seccomp = new();
        while (json.Member())
        {
            if (json.Is("defaultAction"u8)) { seccomp.DefaultAction = json.Text(); }
            else if (json.Is("defaultErrnoRet"u8)) { seccomp.DefaultErrnoRet = json.OptionalUint(); }
            else if (json.Is("architectures"u8)) { seccomp.Architectures = json.Texts(); }
            else if (json.Is("flags"u8)) { seccomp.Flags = json.Texts(); }
            else if (json.Is("listenerPath"u8)) { seccomp.ListenerPath = json.Text(); }
            else if (json.Is("listenerMetadata"u8)) { seccomp.ListenerMetadata = json.Text(); }
            else if (json.Is("syscalls"u8)) { seccomp.Syscalls = json.List(Call); }
            else { json.Skip(); }
        }
        return seccomp;
    }

    private static LinuxSyscall Call(ref JsonCursor json)
    {
        if (!json.Object()) { return null!; }
        LinuxSyscall call = new();
        while (json.Member())
        {
            if (json.Is("names"u8)) { call.Names = json.Texts(); }
            else if (json.Is("action"u8)) { call.Action = json.Text(); }
            else if (json.Is("errnoRet"u8)) { call.ErrnoRet = json.OptionalUint(); }
            else if (json.Is("args"u8)) { call.Args = json.List(Argument); }
            else { json.Skip(); }
        }
        return call;
    }

    private static LinuxSeccompArg Argument(ref JsonCursor json)
    {
        if (!json.Object()) { return null!; }
        LinuxSeccompArg argument = new();
        while (json.Member())
        {
            if (json.Is("index"u8)) { argument.Index = json.Uint(); }
            else if (json.Is("value"u8)) { argument.Value = json.Ulong(); }
            else if (json.Is("valueTwo"u8)) { argument.ValueTwo = json.Ulong(); }
            else if (json.Is("op"u8)) { argument.Op = json.Text(); }
            else { json.Skip(); }
        }
        return argument;
    }
    // csharpier-ignore-end
}
