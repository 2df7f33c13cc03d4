using System;
using System.Collections.Generic;
using System.Linq;

namespace ContainerRt.Style.CallGraph;

/// <summary>Everything that the forked child can reach, and what of it must not be there.</summary>
internal static class ForkClosure
{
    // leaves that are looked at no further. RhpGcPoll*: returns at once unless another managed thread asks for a
    // collection, and the child has none. RhpFallbackFailFast: aborts. memcpy and memset are ifuncs in libc.
    private static readonly string[] s_leaves =
    [
        "RhpGcPoll",
        "RhpFallbackFailFast",
        "RhpDebugBreak",
        "syscall",
        "__errno_location",
        "memcpy",
        "memset",
        "memmove",
        "__memcpy",
        "__memset",
        "__memmove",
        "__libc_memmove",
    ];

    private static readonly string[] s_forbidden =
    [
        "RhpNew",
        "RhNew",
        "RhpThrow",
        "RhpRethrow",
        "RhpGcAlloc",
        "RhAllocate",
        "RhpAssignRef",
        "RhpPInvoke",
        "RhpReversePInvoke",
        "RhpWait",
        "malloc",
        "calloc",
        "realloc",
        "free",
        "dlopen",
        "dlsym",
        "pthread_",
        "__pthread_",
        "ThrowHelper",
        "__libc_malloc",
        "__libc_free",
    ];

    public static IReadOnlyList<string> Violations(Program program, string entry)
    {
        var cameFrom = new Dictionary<string, string?> { [entry] = null };
        var queue = new Queue<string>([entry]);
        var found = new List<string>();
        while (queue.TryDequeue(out string? name))
        {
            if (IsForbidden(name))
            {
                found.Add($"reaches {name}: {Path(name, cameFrom)}");
                continue;
            }
            if (IsLeaf(name))
            {
                continue;
            }
            if (program.Find(name) is not { } function)
            {
                found.Add($"reaches {name}, whose code was not found: {Path(name, cameFrom)}");
                continue;
            }
            found.AddRange(
                function.Indirect.Select(x =>
                    $"calls through a pointer, {x}: {Path(name, cameFrom)}"
                )
            );
            foreach (string callee in function.Calls.Where(x => cameFrom.TryAdd(x, name)))
            {
                queue.Enqueue(callee);
            }
        }
        return found;
    }

    public static int Size(Program program, string entry)
    {
        var seen = new HashSet<string> { entry };
        var queue = new Queue<string>([entry]);
        while (queue.TryDequeue(out string? name))
        {
            foreach (string callee in IsLeaf(name) ? [] : program.Find(name)?.Calls ?? [])
            {
                if (seen.Add(callee))
                {
                    queue.Enqueue(callee);
                }
            }
        }
        return seen.Count;
    }

    private static bool IsLeaf(string name) => Array.IndexOf(s_leaves, name) >= 0;

    // managed names carry their assembly and type in front: Foo_Bar__ThrowHelper...
    private static bool IsForbidden(string name) =>
        s_forbidden.Any(x => name.StartsWith(x, StringComparison.Ordinal))
        || name.Contains("ThrowHelper", StringComparison.Ordinal);

    private static string Path(string name, Dictionary<string, string?> cameFrom)
    {
        var path = new List<string>();
        for (string? at = name; at is not null; at = cameFrom[at])
        {
            path.Insert(0, at);
        }
        return string.Join(" -> ", path);
    }
}
