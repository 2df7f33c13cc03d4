using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ContainerRt.Integration.Machine;

/// <summary>Everything on the machine that a container may leave behind, as lines of text.</summary>
public sealed class Snapshot
{
    // long-lived neighbours come and go on a shared machine: only what a container could be is looked at
    private static readonly string[] s_ours =
    [
        "crt",
        "crun",
        "runc",
        "conmon",
        "sleep",
        "busybox",
        "docker-registry",
        "recvtty",
    ];

    private readonly SortedSet<string> _lines = new(StringComparer.Ordinal);

    public static Snapshot Take()
    {
        var snapshot = new Snapshot();
        snapshot.Add("mount", MountPoints());
        snapshot.Add("cgroup", Cgroups());
        snapshot.Add("state", Below("/run/crt"));
        snapshot.Add("process", Processes());
        snapshot.Add("descriptor", Descriptors());
        snapshot.Add("network namespace", Below("/run/netns"));
        return snapshot;
    }

    public IEnumerable<string> NewSince(Snapshot before) => _lines.Except(before._lines);

    private void Add(string kind, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            _ = _lines.Add($"{kind}: {line}");
        }
    }

    private static IEnumerable<string> MountPoints() =>
        File.ReadAllLines("/proc/self/mountinfo")
            .Select(x => x.Split(' ')[4] + " " + x.Split(' ')[0]);

    private static IEnumerable<string> Cgroups()
    {
        string[] mounts =
        [
            .. File.ReadAllLines("/proc/self/mountinfo")
                .Where(x =>
                    x.Contains(" - cgroup2 ", StringComparison.Ordinal)
                    || x.Contains(" - cgroup ", StringComparison.Ordinal)
                )
                .Select(x => x.Split(' ')[4]),
        ];
        return mounts.SelectMany(x => Directories(x, 4));
    }

    // crt keeps caches there (compiled filters): the containers' directories are what must be gone
    private static IEnumerable<string> Below(string folder) =>
        Directory.Exists(folder) ? Directories(folder, 1) : [];

    private static IEnumerable<string> Directories(string at, int depth)
    {
        string[] inside;
        try
        {
            inside = Directory.GetDirectories(at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break;
        }
        foreach (string one in inside)
        {
            yield return one;
            foreach (string deeper in depth > 1 ? Directories(one, depth - 1) : [])
            {
                yield return deeper;
            }
        }
    }

    private static IEnumerable<string> Processes()
    {
        foreach (
            string folder in Directory
                .GetDirectories("/proc")
                .Where(x => int.TryParse(Path.GetFileName(x), out _))
        )
        {
            string name = Read(folder + "/comm").TrimEnd();
            if (s_ours.Any(x => name.StartsWith(x, StringComparison.Ordinal)))
            {
                yield return $"{Path.GetFileName(folder)} {name} {Read(folder + "/cmdline").Replace('\0', ' ')}";
            }
        }
    }

    private static IEnumerable<string> Descriptors() =>
        Directory
            .GetFileSystemEntries("/proc/self/fd")
            .Select(x => new FileInfo(x).LinkTarget ?? "")
            // the runtime of the test program itself loads assemblies when they are first used
            .Where(x =>
                !x.EndsWith(".dll", StringComparison.Ordinal)
                && !x.EndsWith(".pdb", StringComparison.Ordinal)
            )
            .Where(x => x.StartsWith('/') && !x.StartsWith("/proc/", StringComparison.Ordinal));

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
