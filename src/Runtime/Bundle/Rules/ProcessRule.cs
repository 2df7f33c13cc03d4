using System;
using System.Collections.Generic;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle.Rules;

/// <summary>config.md#process: args has at least one entry, cwd is absolute.</summary>
internal static class ProcessRule
{
    internal static IEnumerable<string> Check(Config config) =>
        config.Process is null
            ? ["process: process property must not be empty"]
            : Check(config.Process, "process");

    internal static IEnumerable<string> Check(Process process, string at)
    {
        if (process.Args is not { Count: > 0 })
        {
            yield return $"{at}.args: must not be empty";
        }
        if (process.Cwd is null || !process.Cwd.StartsWith('/'))
        {
            yield return $"{at}.cwd: \"{process.Cwd}\" is not an absolute path";
        }
        foreach (string variable in process.Env ?? [])
        {
            if (variable.IndexOf('=', StringComparison.Ordinal) <= 0)
            {
                yield return $"{at}.env: \"{variable}\" is not of the form NAME=VALUE";
            }
        }
        if (process.ConsoleSize is { Height: > ushort.MaxValue } or { Width: > ushort.MaxValue })
        {
            yield return $"{at}.consoleSize: more than {ushort.MaxValue} characters";
        }
        if (process.OomScoreAdj is < -1000 or > 1000)
        {
            yield return $"{at}.oomScoreAdj: {process.OomScoreAdj} is outside of -1000..1000";
        }
        (string Name, string? List)[] affinity =
        [
            ("initial", process.ExecCpuAffinity?.Initial),
            ("final", process.ExecCpuAffinity?.Final),
        ];
        foreach ((string name, string? list) in affinity)
        {
            if (!string.IsNullOrEmpty(list) && CpuSet.Parse(list) is null)
            {
                yield return $"{at}.execCPUAffinity.{name}: \"{list}\" is no list of processors such as 0-3,7";
            }
        }
    }
}
