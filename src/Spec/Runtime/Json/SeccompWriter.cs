using System.Text.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Runtime.Json;

/// <summary>config-linux.md#seccomp</summary>
internal static class SeccompWriter
{
    internal static void Seccomp(Utf8JsonWriter json, LinuxSeccomp seccomp)
    {
        json.Text("defaultAction"u8, seccomp.DefaultAction);
        json.Number("defaultErrnoRet"u8, seccomp.DefaultErrnoRet);
        json.Texts("architectures"u8, seccomp.Architectures);
        json.Texts("flags"u8, seccomp.Flags);
        json.Text("listenerPath"u8, seccomp.ListenerPath);
        json.Text("listenerMetadata"u8, seccomp.ListenerMetadata);
        json.List("syscalls"u8, seccomp.Syscalls, Call);
    }

    private static void Call(Utf8JsonWriter json, LinuxSyscall call)
    {
        json.Texts("names"u8, call.Names);
        json.Text("action"u8, call.Action);
        json.Number("errnoRet"u8, call.ErrnoRet);
        json.List("args"u8, call.Args, Argument);
    }

    private static void Argument(Utf8JsonWriter json, LinuxSeccompArg argument)
    {
        json.Number("index"u8, argument.Index);
        json.Number("value"u8, argument.Value);
        json.Number("valueTwo"u8, argument.ValueTwo);
        json.Text("op"u8, argument.Op);
    }
}
