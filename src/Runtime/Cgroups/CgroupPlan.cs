using System;
using System.Collections.Generic;

namespace ContainerRt.Runtime.Cgroups;

/// <summary>The container's control group and what is written to it.</summary>
/// <param name="Path">Below the cgroup2 mount, without a leading slash.</param>
/// <param name="DeviceProgram">eBPF instructions, or empty for no filter.</param>
public sealed record CgroupPlan(
    string Path,
    IReadOnlyList<CgroupSetting> Settings,
    ReadOnlyMemory<byte> DeviceProgram
);
