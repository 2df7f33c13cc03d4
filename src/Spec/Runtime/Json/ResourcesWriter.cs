using System.Text.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Runtime.Json;

/// <summary>config-linux.md#control-groups</summary>
internal static class ResourcesWriter
{
    internal static void Resources(Utf8JsonWriter json, LinuxResources resources)
    {
        json.List("devices"u8, resources.Devices, Device);
        json.Object("memory"u8, resources.Memory, Memory);
        json.Object("cpu"u8, resources.Cpu, Cpu);
        json.Object("pids"u8, resources.Pids, Pids);
        json.Tree("blockIO"u8, resources.BlockIo);
        json.Tree("hugepageLimits"u8, resources.HugepageLimits);
        json.Tree("network"u8, resources.Network);
        json.Tree("rdma"u8, resources.Rdma);
        json.Map("unified"u8, resources.Unified);
    }

    private static void Device(Utf8JsonWriter json, LinuxDeviceCgroup device)
    {
        json.Flag("allow"u8, device.Allow);
        json.Text("type"u8, device.Type);
        json.Number("major"u8, device.Major);
        json.Number("minor"u8, device.Minor);
        json.Text("access"u8, device.Access);
    }

    private static void Memory(Utf8JsonWriter json, LinuxMemory memory)
    {
        json.Number("limit"u8, memory.Limit);
        json.Number("reservation"u8, memory.Reservation);
        json.Number("swap"u8, memory.Swap);
        json.Number("kernel"u8, memory.Kernel);
        json.Number("kernelTCP"u8, memory.KernelTcp);
        json.Number("swappiness"u8, memory.Swappiness);
        json.Flag("disableOOMKiller"u8, memory.DisableOomKiller);
        json.Flag("useHierarchy"u8, memory.UseHierarchy);
        json.Flag("checkBeforeUpdate"u8, memory.CheckBeforeUpdate);
    }

    private static void Cpu(Utf8JsonWriter json, LinuxCpu cpu)
    {
        json.Number("shares"u8, cpu.Shares);
        json.Number("quota"u8, cpu.Quota);
        json.Number("burst"u8, cpu.Burst);
        json.Number("period"u8, cpu.Period);
        json.Number("realtimeRuntime"u8, cpu.RealtimeRuntime);
        json.Number("realtimePeriod"u8, cpu.RealtimePeriod);
        json.Text("cpus"u8, cpu.Cpus);
        json.Text("mems"u8, cpu.Mems);
        json.Number("idle"u8, cpu.Idle);
    }

    private static void Pids(Utf8JsonWriter json, LinuxPids pids) =>
        json.Number("limit"u8, pids.Limit);
}
