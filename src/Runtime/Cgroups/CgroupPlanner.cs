using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Cgroups;

/// <summary>linux.cgroupsPath and linux.resources as files of cgroup v2; pure.</summary>
public static class CgroupPlanner
{
    private const string Maximum = "max";

    public static CgroupPlan Plan(PlanRequest request)
    {
        LinuxResources? resources = request.Config.Linux!.Resources;
        List<CgroupSetting> settings = [];
        Memory(settings, resources?.Memory);
        Cpu(settings, resources?.Cpu);
        Pids(settings, resources?.Pids);
        foreach ((string file, string value) in resources?.Unified ?? [])
        {
            // io.max and its like take one device in one write
            foreach (string line in value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                settings.Add(Unified(file, line));
            }
        }
        ReadOnlyMemory<byte> program = resources?.Devices is { Count: > 0 } rules
            ? DeviceProgram.Compile([.. rules, .. DefaultDevices.Rules])
            : default;
        return new CgroupPlan(PathOf(request), settings, program);
    }

    private static string PathOf(PlanRequest request)
    {
        string path = request.Config.Linux!.CgroupsPath ?? "";
        if (path.Contains(':', StringComparison.Ordinal))
        {
            throw Invalid(
                $"linux.cgroupsPath: \"{path}\" is for the systemd driver, which is not supported yet"
            );
        }
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Any(part => part is "." or "..") || path.Contains('\0', StringComparison.Ordinal))
        {
            throw Invalid($"linux.cgroupsPath: \"{path}\" must not contain . or ..");
        }
        return parts.Length == 0 ? $"crt/{request.Id}" : string.Join('/', parts);
    }

    private static void Memory(List<CgroupSetting> settings, LinuxMemory? memory)
    {
        const string at = "linux.resources.memory";
        if (memory is null)
        {
            return;
        }
        RefuseVersion1(at, memory);
        Add(settings, "memory.max", Limit(memory.Limit), $"{at}.limit");
        Add(settings, "memory.low", Limit(memory.Reservation), $"{at}.reservation");
        if (memory.Swap is long swap and not 0)
        {
            Add(settings, "memory.swap.max", Swap(swap, memory.Limit ?? 0), $"{at}.swap");
        }
    }

    private static void RefuseVersion1(string at, LinuxMemory memory)
    {
        (string Field, bool Present)[] fields =
        [
            ("kernel", memory.Kernel is > 0),
            ("kernelTCP", memory.KernelTcp is > 0),
            ("swappiness", memory.Swappiness is not null),
            ("disableOOMKiller", memory.DisableOomKiller == true),
            ("useHierarchy", memory.UseHierarchy == false),
        ];
        foreach ((string field, bool present) in fields)
        {
            if (present)
            {
                throw Invalid($"{at}.{field}: cgroup v2 has nothing like it");
            }
        }
    }

    // config.json means memory and swap together, cgroup v2 means swap alone
    private static string Swap(long swap, long memory)
    {
        if (swap < 0 || memory < 0)
        {
            return swap < 0 ? Maximum : FormattableString.Invariant($"{swap}");
        }
        if (memory == 0)
        {
            throw Invalid(
                "linux.resources.memory.swap: unable to set swap limit without memory limit"
            );
        }
        return swap < memory
            ? throw Invalid(
                "linux.resources.memory.swap: memory+swap limit should be >= memory limit"
            )
            : FormattableString.Invariant($"{swap - memory}");
    }

    private static void Cpu(List<CgroupSetting> settings, LinuxCpu? cpu)
    {
        const string at = "linux.resources.cpu";
        if (cpu is null)
        {
            return;
        }
        if (cpu.RealtimeRuntime is not null and not 0 || cpu.RealtimePeriod is not null and not 0)
        {
            throw Invalid($"{at}.realtimePeriod: realtime period not supported on cgroupv2");
        }
        if (cpu.Idle is long idle)
        {
            Add(settings, "cpu.idle", FormattableString.Invariant($"{idle}"), $"{at}.idle");
        }
        else if (cpu.Shares is ulong shares and not 0)
        {
            Add(
                settings,
                "cpu.weight",
                FormattableString.Invariant($"{Weight(shares)}"),
                $"{at}.shares"
            );
        }
        if (cpu.Burst is ulong burst)
        {
            Add(settings, "cpu.max.burst", FormattableString.Invariant($"{burst}"), $"{at}.burst");
        }
        if (cpu.Quota is not null || cpu.Period is not null and not 0)
        {
            string quota = cpu.Quota is > 0 ? FormattableString.Invariant($"{cpu.Quota}") : Maximum;
            ulong period = cpu.Period is ulong p and not 0 ? p : 100_000;
            Add(
                settings,
                "cpu.max",
                FormattableString.Invariant($"{quota} {period}"),
                $"{at}.quota"
            );
        }
        Add(settings, "cpuset.cpus", cpu.Cpus, $"{at}.cpus");
        Add(settings, "cpuset.mems", cpu.Mems, $"{at}.mems");
    }

    /// <summary>cpu.shares as cpu.weight: 2 is 1, 1024 is 100, 262144 is 10000.</summary>
    internal static long Weight(ulong shares)
    {
        if (shares <= 2)
        {
            return 1;
        }
        if (shares >= 262144)
        {
            return 10000;
        }
        double l = Math.Log2(shares);
        return (long)Math.Ceiling(Math.Pow(10, (l * l + 125 * l) / 612.0 - 7.0 / 34.0));
    }

    private static void Pids(List<CgroupSetting> settings, LinuxPids? pids)
    {
        if (pids?.Limit is long limit)
        {
            string value =
                limit < 0 ? Maximum
                : limit == 0 ? "1"
                : FormattableString.Invariant($"{limit}");
            Add(settings, CgroupDirectory.ProcessLimitFile, value, "linux.resources.pids.limit");
        }
    }

    private static CgroupSetting Unified(string file, string value)
    {
        bool clean =
            file.Length > 0
            && !file.Contains('/', StringComparison.Ordinal)
            && file.Contains('.', StringComparison.Ordinal)
            && file[0] != '.';
        return clean
            ? new CgroupSetting(file, value, $"linux.resources.unified.{file}")
            : throw Invalid(
                $"linux.resources.unified: \"{file}\" is not the name of a cgroup file"
            );
    }

    private static string? Limit(long? value) =>
        value switch
        {
            null or 0 => null,
            < 0 => Maximum,
            long bytes => FormattableString.Invariant($"{bytes}"),
        };

    private static void Add(List<CgroupSetting> settings, string file, string? value, string source)
    {
        if (!string.IsNullOrEmpty(value))
        {
            settings.Add(new CgroupSetting(file, value, source));
        }
    }

    private static ContainerException Invalid(string message) =>
        new(ContainerErrorKind.InvalidSpec, message);
}
