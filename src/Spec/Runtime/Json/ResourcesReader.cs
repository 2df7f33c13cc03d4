using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Runtime.Json;

/// <summary>config-linux.md#control-groups</summary>
internal static class ResourcesReader
{
    // csharpier-ignore-start
    internal static LinuxResources? Resources(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        LinuxResources resources = new();
        while (json.Member())
        {
            if (json.Is("devices"u8)) { resources.Devices = json.List(Device); }
            else if (json.Is("memory"u8)) { resources.Memory = Memory(ref json); }
            else if (json.Is("cpu"u8)) { resources.Cpu = Cpu(ref json); }
            else if (json.Is("pids"u8)) { resources.Pids = Pids(ref json); }
            else if (json.Is("blockIO"u8)) { resources.BlockIo = json.Tree(); }
            else if (json.Is("hugepageLimits"u8)) { resources.HugepageLimits = json.Tree(); }
            else if (json.Is("network"u8)) { resources.Network = json.Tree(); }
            else if (json.Is("rdma"u8)) { resources.Rdma = json.Tree(); }
            else if (json.Is("unified"u8)) { resources.Unified = json.Map(); }
            else { json.Skip(); }
        }
        return resources;
    }

    private static LinuxDeviceCgroup Device(ref JsonCursor json)
    {
        if (!json.Object()) { return null!; }
        LinuxDeviceCgroup device = new();
        while (json.Member())
        {
            if (json.Is("allow"u8)) { device.Allow = json.Flag(); }
            else if (json.Is("type"u8)) { device.Type = json.Text(); }
            else if (json.Is("major"u8)) { device.Major = json.OptionalLong(); }
            else if (json.Is("minor"u8)) { device.Minor = json.OptionalLong(); }
            else if (json.Is("access"u8)) { device.Access = json.Text(); }
            else { json.Skip(); }
        }
        return device;
    }

    private static LinuxMemory? Memory(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        LinuxMemory memory = new();
        while (json.Member())
        {
            if (json.Is("limit"u8)) { memory.Limit = json.OptionalLong(); }
            else if (json.Is("reservation"u8)) { memory.Reservation = json.OptionalLong(); }
            else if (json.Is("swap"u8)) { memory.Swap = json.OptionalLong(); }
            else if (json.Is("kernel"u8)) { memory.Kernel = json.OptionalLong(); }
            else if (json.Is("kernelTCP"u8)) { memory.KernelTcp = json.OptionalLong(); }
            else if (json.Is("swappiness"u8)) { memory.Swappiness = json.OptionalUlong(); }
            else if (json.Is("disableOOMKiller"u8)) { memory.DisableOomKiller = json.OptionalFlag(); }
            else if (json.Is("useHierarchy"u8)) { memory.UseHierarchy = json.OptionalFlag(); }
            else if (json.Is("checkBeforeUpdate"u8)) { memory.CheckBeforeUpdate = json.OptionalFlag(); }
            else { json.Skip(); }
        }
        return memory;
    }

    private static LinuxCpu? Cpu(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        LinuxCpu cpu = new();
        while (json.Member())
        {
            if (json.Is("shares"u8)) { cpu.Shares = json.OptionalUlong(); }
            else if (json.Is("quota"u8)) { cpu.Quota = json.OptionalLong(); }
            else if (json.Is("burst"u8)) { cpu.Burst = json.OptionalUlong(); }
            else if (json.Is("period"u8)) { cpu.Period = json.OptionalUlong(); }
            else if (json.Is("realtimeRuntime"u8)) { cpu.RealtimeRuntime = json.OptionalLong(); }
            else if (json.Is("realtimePeriod"u8)) { cpu.RealtimePeriod = json.OptionalUlong(); }
            else if (json.Is("cpus"u8)) { cpu.Cpus = json.Text(); }
            else if (json.Is("mems"u8)) { cpu.Mems = json.Text(); }
            else if (json.Is("idle"u8)) { cpu.Idle = json.OptionalLong(); }
            else { json.Skip(); }
        }
        return cpu;
    }

    private static LinuxPids? Pids(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        LinuxPids pids = new();
        while (json.Member())
        {
            if (json.Is("limit"u8)) { pids.Limit = json.OptionalLong(); }
            else { json.Skip(); }
        }
        return pids;
    }
    // csharpier-ignore-end
}
