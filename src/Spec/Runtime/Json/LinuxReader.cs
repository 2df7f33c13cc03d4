using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Runtime.Json;

/// <summary>config-linux.md, but for resources and seccomp.</summary>
internal static class LinuxReader
{
    // csharpier-ignore-start
    internal static Linux? Linux(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        Linux linux = new();
        while (json.Member())
        {
            if (json.Is("devices"u8)) { linux.Devices = json.List(Device); }
            else if (json.Is("uidMappings"u8)) { linux.UidMappings = json.List(IdMapping); }
            else if (json.Is("gidMappings"u8)) { linux.GidMappings = json.List(IdMapping); }
            else if (json.Is("namespaces"u8)) { linux.Namespaces = json.List(Namespace); }
            else if (json.Is("resources"u8)) { linux.Resources = ResourcesReader.Resources(ref json); }
            else if (json.Is("cgroupsPath"u8)) { linux.CgroupsPath = json.Text(); }
            else if (json.Is("sysctl"u8)) { linux.Sysctl = json.Map(); }
            else if (json.Is("seccomp"u8)) { linux.Seccomp = SeccompReader.Seccomp(ref json); }
            else if (json.Is("rootfsPropagation"u8)) { linux.RootfsPropagation = json.Text(); }
            else if (json.Is("maskedPaths"u8)) { linux.MaskedPaths = json.Texts(); }
            else if (json.Is("readonlyPaths"u8)) { linux.ReadonlyPaths = json.Texts(); }
            else if (json.Is("mountLabel"u8)) { linux.MountLabel = json.Text(); }
            else if (json.Is("intelRdt"u8)) { linux.IntelRdt = json.Tree(); }
            else if (json.Is("personality"u8)) { linux.Personality = json.Tree(); }
            else if (json.Is("timeOffsets"u8)) { linux.TimeOffsets = json.Tree(); }
            else if (json.Is("netDevices"u8)) { linux.NetDevices = json.Tree(); }
            else if (json.Is("memoryPolicy"u8)) { linux.MemoryPolicy = json.Tree(); }
            else { json.Skip(); }
        }
        return linux;
    }

    private static LinuxDevice Device(ref JsonCursor json)
    {
        if (!json.Object()) { return null!; }
        LinuxDevice device = new();
        while (json.Member())
        {
            if (json.Is("path"u8)) { device.Path = json.Text(); }
            else if (json.Is("type"u8)) { device.Type = json.Text(); }
            else if (json.Is("major"u8)) { device.Major = json.Long(); }
            else if (json.Is("minor"u8)) { device.Minor = json.Long(); }
            else if (json.Is("fileMode"u8)) { device.FileMode = json.OptionalUint(); }
            else if (json.Is("uid"u8)) { device.Uid = json.OptionalUint(); }
            else if (json.Is("gid"u8)) { device.Gid = json.OptionalUint(); }
            else { json.Skip(); }
        }
        return device;
    }

    private static LinuxIdMapping IdMapping(ref JsonCursor json)
    {
        if (!json.Object()) { return null!; }
        LinuxIdMapping mapping = new();
        while (json.Member())
        {
            if (json.Is("containerID"u8)) { mapping.ContainerId = json.Uint(); }
            else if (json.Is("hostID"u8)) { mapping.HostId = json.Uint(); }
            else if (json.Is("size"u8)) { mapping.Size = json.Uint(); }
            else { json.Skip(); }
        }
        return mapping;
    }

    private static LinuxNamespace Namespace(ref JsonCursor json)
    {
        if (!json.Object()) { return null!; }
        LinuxNamespace space = new();
        while (json.Member())
        {
            if (json.Is("type"u8)) { space.Type = json.Text(); }
            else if (json.Is("path"u8)) { space.Path = json.Text(); }
            else { json.Skip(); }
        }
        return space;
    }
    // csharpier-ignore-end
}
