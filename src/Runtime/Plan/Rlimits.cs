using System;
using System.Collections.Generic;

namespace ContainerRt.Runtime.Plan;

/// <summary>Names of resource limits, in the order of their numbers, getrlimit(2).</summary>
public static class Rlimits
{
    private static readonly string[] _names =
    [
        "RLIMIT_CPU",
        "RLIMIT_FSIZE",
        "RLIMIT_DATA",
        "RLIMIT_STACK",
        "RLIMIT_CORE",
        "RLIMIT_RSS",
        "RLIMIT_NPROC",
        "RLIMIT_NOFILE",
        "RLIMIT_MEMLOCK",
        "RLIMIT_AS",
        "RLIMIT_LOCKS",
        "RLIMIT_SIGPENDING",
        "RLIMIT_MSGQUEUE",
        "RLIMIT_NICE",
        "RLIMIT_RTPRIO",
        "RLIMIT_RTTIME",
    ];

    public static IReadOnlyList<string> Names => _names;

    /// <summary>-1 for an unknown name.</summary>
    public static int NumberOf(string? name) => Array.IndexOf(_names, name);
}
