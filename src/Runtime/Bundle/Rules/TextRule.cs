using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle.Rules;

/// <summary>
/// What JSON can hold and the kernel cannot: null in a list, and a NUL byte, which ends a string
/// early. "/proc\0x" would pass the other rules as one path and be mounted as another.
/// </summary>
internal static class TextRule
{
    internal static IEnumerable<string> Check(Config config) =>
        Check(config.Process, "process").Concat(Problems(Lists(config), Texts(config)));

    internal static IEnumerable<string> Check(Process? process, string at)
    {
        if (process is null)
        {
            return [];
        }
        (string, IEnumerable<object?>?)[] lists =
        [
            ($"{at}.args", process.Args),
            ($"{at}.env", process.Env),
            ($"{at}.rlimits", process.Rlimits),
            ($"{at}.capabilities.bounding", process.Capabilities?.Bounding),
            ($"{at}.capabilities.effective", process.Capabilities?.Effective),
            ($"{at}.capabilities.permitted", process.Capabilities?.Permitted),
            ($"{at}.capabilities.inheritable", process.Capabilities?.Inheritable),
            ($"{at}.capabilities.ambient", process.Capabilities?.Ambient),
        ];
        return Problems(lists, [($"{at}.cwd", process.Cwd)]);
    }

    private static IEnumerable<string> Problems(
        IEnumerable<(string Field, IEnumerable<object?>? Entries)> lists,
        IEnumerable<(string Field, string? Text)> texts
    )
    {
        foreach ((string field, IEnumerable<object?>? entries) in lists)
        {
            foreach ((int i, object? entry) in (entries ?? []).Index())
            {
                if (entry is null)
                {
                    yield return $"{field}[{i}]: null is not allowed here";
                }
                if (HasNul(entry as string))
                {
                    yield return $"{field}[{i}]: contains a NUL byte";
                }
            }
        }
        foreach ((string field, string? text) in texts)
        {
            if (HasNul(text))
            {
                yield return $"{field}: contains a NUL byte";
            }
        }
    }

    private static bool HasNul(string? text) =>
        text?.Contains('\0', StringComparison.Ordinal) == true;

    private static IEnumerable<(string Field, IEnumerable<object?>? Entries)> Lists(Config config)
    {
        yield return ("mounts", config.Mounts);
        foreach ((int i, Mount mount) in (config.Mounts ?? []).Index())
        {
            yield return ($"mounts[{i}].options", mount.Options);
        }
        foreach ((string key, string value) in config.Annotations ?? [])
        {
            yield return ($"annotations.{key}", [value]);
        }
        yield return ("linux.namespaces", config.Linux?.Namespaces);
        yield return ("linux.devices", config.Linux?.Devices);
        yield return ("linux.maskedPaths", config.Linux?.MaskedPaths);
        yield return ("linux.readonlyPaths", config.Linux?.ReadonlyPaths);
        yield return ("linux.resources.devices", config.Linux?.Resources?.Devices);
        foreach ((string key, string value) in config.Linux?.Sysctl ?? [])
        {
            yield return ($"linux.sysctl.{key}", [value]);
        }
        foreach ((string key, string value) in config.Linux?.Resources?.Unified ?? [])
        {
            yield return ($"linux.resources.unified.{key}", [key, value]);
        }
    }

    private static IEnumerable<(string Field, string? Text)> Texts(Config config)
    {
        yield return ("root.path", config.Root?.Path);
        yield return ("hostname", config.Hostname);
        yield return ("domainname", config.Domainname);
        yield return ("linux.cgroupsPath", config.Linux?.CgroupsPath);
        foreach ((int i, Mount mount) in (config.Mounts ?? []).Index())
        {
            yield return ($"mounts[{i}].destination", mount.Destination);
            yield return ($"mounts[{i}].source", mount.Source);
            yield return ($"mounts[{i}].type", mount.Type);
        }
        foreach ((int i, LinuxNamespace space) in (config.Linux?.Namespaces ?? []).Index())
        {
            yield return ($"linux.namespaces[{i}].path", space.Path);
        }
        foreach ((int i, LinuxDevice device) in (config.Linux?.Devices ?? []).Index())
        {
            yield return ($"linux.devices[{i}].path", device.Path);
        }
    }
}
