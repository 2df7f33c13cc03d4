using System.Collections.Generic;

namespace ContainerRt.Runtime.Store;

/// <summary>What state.json holds: enough to find the container again, and to know it is the same.</summary>
public sealed class ContainerRecord
{
    /// <summary>Of this document, so that a later crt knows what it reads.</summary>
    public int Version { get; set; } = 1;
    public string Id { get; set; } = "";
    public string OciVersion { get; set; } = "";
    public int Pid { get; set; }

    /// <summary>Start time of the process in clock ticks after boot; a pid alone is used again.</summary>
    public ulong StartTime { get; set; }

    /// <summary>A container of an earlier boot is stopped, whatever lives under its pid now.</summary>
    public string BootId { get; set; } = "";
    public string Bundle { get; set; } = "";
    public string Rootfs { get; set; } = "";

    /// <summary>RFC 3339, UTC.</summary>
    public string Created { get; set; } = "";
    public string CgroupRoot { get; set; } = "";
    public string CgroupPath { get; set; } = "";

    /// <summary>How many steps the child's program has: `start` counts a failed one from the end.</summary>
    public int StepCount { get; set; }
    public uint OwnerUid { get; set; }

    /// <summary>Whether both are of one container, and not of two that had the id one after the other.</summary>
    public bool IsSameAs(ContainerRecord other) =>
        (BootId, Pid, StartTime, Created)
        == (other.BootId, other.Pid, other.StartTime, other.Created);

    public Dictionary<string, string>? Annotations { get; set; }
}
