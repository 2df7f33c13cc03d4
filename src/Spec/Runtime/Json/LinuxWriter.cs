using System.Text.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Runtime.Json;

/// <summary>config-linux.md, but for resources and seccomp.</summary>
internal static class LinuxWriter
{
    internal static void Linux(Utf8JsonWriter json, Linux linux)
    {
        json.List("devices"u8, linux.Devices, Device);
        json.List("uidMappings"u8, linux.UidMappings, IdMapping);
        json.List("gidMappings"u8, linux.GidMappings, IdMapping);
        json.List("namespaces"u8, linux.Namespaces, Namespace);
        json.Object("resources"u8, linux.Resources, ResourcesWriter.Resources);
        json.Text("cgroupsPath"u8, linux.CgroupsPath);
        json.Map("sysctl"u8, linux.Sysctl);
        json.Object("seccomp"u8, linux.Seccomp, SeccompWriter.Seccomp);
        json.Text("rootfsPropagation"u8, linux.RootfsPropagation);
        json.Texts("maskedPaths"u8, linux.MaskedPaths);
        json.Texts("readonlyPaths"u8, linux.ReadonlyPaths);
        json.Text("mountLabel"u8, linux.MountLabel);
        json.Tree("intelRdt"u8, linux.IntelRdt);
        json.Tree("personality"u8, linux.Personality);
        json.Tree("timeOffsets"u8, linux.TimeOffsets);
        json.Tree("netDevices"u8, linux.NetDevices);
        json.Tree("memoryPolicy"u8, linux.MemoryPolicy);
    }

    private static void Device(Utf8JsonWriter json, LinuxDevice device)
    {
        json.Text("path"u8, device.Path);
        json.Text("type"u8, device.Type);
        json.Number("major"u8, device.Major);
        json.Number("minor"u8, device.Minor);
        json.Number("fileMode"u8, device.FileMode);
        json.Number("uid"u8, device.Uid);
        json.Number("gid"u8, device.Gid);
    }

    private static void IdMapping(Utf8JsonWriter json, LinuxIdMapping mapping)
    {
        json.Number("containerID"u8, mapping.ContainerId);
        json.Number("hostID"u8, mapping.HostId);
        json.Number("size"u8, mapping.Size);
    }

    private static void Namespace(Utf8JsonWriter json, LinuxNamespace space)
    {
        json.Text("type"u8, space.Type);
        json.Text("path"u8, space.Path);
    }
}
