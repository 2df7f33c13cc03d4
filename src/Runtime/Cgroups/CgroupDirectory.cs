using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;
using ContainerRt.Linux;
using ContainerRt.Linux.Bpf;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Processes;

namespace ContainerRt.Runtime.Cgroups;

/// <summary>A control group of cgroup v2: made, filled, emptied and removed, cgroups(7).</summary>
public sealed class CgroupDirectory : IDisposable
{
    public const string ProcessLimitFile = "pids.max";

    private const int LongestFile = 1024 * 1024;
    private const uint Mode = 0x1ED; // 0755
    private const int RemovalAttempts = 10;

    private CgroupDirectory(string root, string path, Fd directory)
    {
        Root = root;
        Path = path;
        Directory = directory;
    }

    public string Root { get; }

    /// <summary>Below the cgroup2 mount, without a leading slash.</summary>
    public string Path { get; }

    public Fd Directory { get; }

    private string FullPath => $"{Root}/{Path}";

    /// <summary>Makes the group and its parents. One that holds processes or is frozen is refused.</summary>
    public static CgroupDirectory Create(string root, string path)
    {
        string at = root;
        bool isNew = false;
        foreach (string part in path.Split('/'))
        {
            EnableControllers(at);
            at = $"{at}/{part}";
            SysResult made = HostFile.MakeDirectory(at, Mode);
            if (made.Failed && made.Errno != Errno.EEXIST)
            {
                _ = made.OrThrow($"make cgroup {at}");
            }
            isNew = !made.Failed;
        }
        CgroupDirectory group = Open(root, path).OrThrow($"open cgroup {at}");
        if (isNew)
        {
            // less the caller's umask it could not be read in the container, whose /sys/fs/cgroup it is
            _ = ModeAt.Open(group.Directory, Mode).OrThrow($"set the mode of cgroup {at}");
        }
        // an inner group has its processes further down; to kill what is in it would kill those
        bool populated = group
            .Read("cgroup.events")
            .Contains("populated 1", StringComparison.Ordinal);
        int processes = populated ? group.AllProcesses().Count : 0;
        if (populated || group.Read("cgroup.freeze").Trim() == "1")
        {
            group.Dispose();
            throw new ContainerException(
                ContainerErrorKind.WrongState,
                populated
                    ? $"container's cgroup is not empty: {processes} process(es) found in {at}"
                    : $"container's cgroup unexpectedly frozen: {at}"
            );
        }
        return group;
    }

    public static SysResult<CgroupDirectory> Open(string root, string path)
    {
        const int flags = FileConstants.O_RDONLY | FileConstants.O_DIRECTORY;
        SysResult<Fd> opened = HostFile.Open($"{root}/{path}", flags);
        return opened.Failed ? opened.Errno : new CgroupDirectory(root, path, opened.Value);
    }

    /// <summary>The group that a process is in; ENOENT when it is not below the one that is named, "" for the root.</summary>
    public static SysResult<CgroupDirectory> OpenOf(string root, int pid, string within)
    {
        string path = ProcCgroup.Of(pid) ?? "";
        return path.StartsWith(
            $"/{within}/".Replace("//", "/", StringComparison.Ordinal),
            StringComparison.Ordinal
        )
            ? Open(root, path[1..])
            : Errno.ENOENT;
    }

    public void Apply(CgroupPlan plan)
    {
        Apply(plan.Settings);
        if (plan.DeviceProgram.Length > 0)
        {
            using Fd program = BpfProgram
                .LoadCgroupDevice(plan.DeviceProgram.ToArray(), out string log)
                .OrThrow($"linux.resources.devices: bpf: load the device filter {log}".TrimEnd());
            _ = BpfAttach
                .ToCgroup(Directory, program)
                .OrThrow($"linux.resources.devices: bpf: attach the device filter to {FullPath}");
        }
    }

    public void Apply(IEnumerable<CgroupSetting> settings)
    {
        foreach (CgroupSetting setting in settings)
        {
            Apply(setting);
        }
    }

    /// <summary>Null when there is none, or no pids controller.</summary>
    public long? ProcessLimit() =>
        long.TryParse(Read(ProcessLimitFile).Trim(), CultureInfo.InvariantCulture, out long most)
            ? most
            : null;

    /// <summary>How many processes may still be made in this group; the groups above may allow fewer.</summary>
    public long FreeProcesses() =>
        ProcessLimit() is long most
        && long.TryParse(Read("pids.current").Trim(), CultureInfo.InvariantCulture, out long now)
            ? most - now
            : long.MaxValue;

    /// <summary>
    /// Pids in this group itself, as this process sees them: 0 for one that its pid namespace does not have.
    /// </summary>
    public IReadOnlyList<int> Processes()
    {
        List<int> pids = [];
        foreach (string line in Read("cgroup.procs").Split('\n'))
        {
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
            {
                pids.Add(pid);
            }
        }
        return pids;
    }

    /// <summary>Pids in this group and in all below it.</summary>
    public IReadOnlyList<int> AllProcesses()
    {
        List<int> pids = [];
        // not by recursion: a container may nest its groups as deep as it likes
        Queue<string> groups = new([Path]);
        while (groups.TryDequeue(out string? path))
        {
            SysResult<CgroupDirectory> opened = Open(Root, path);
            if (opened.Failed && opened.Errno is Errno.ENOENT or Errno.ENODEV)
            {
                continue; // removed meanwhile: it holds no process then
            }
            using CgroupDirectory group = opened.OrThrow($"open cgroup {Root}/{path}");
            pids.AddRange(group.Processes());
            foreach (string child in Children($"{Root}/{path}"))
            {
                groups.Enqueue(child[(Root.Length + 1)..]);
            }
        }
        return pids;
    }

    private static string[] Children(string path)
    {
        try
        {
            return System.IO.Directory.GetDirectories(path);
        }
        catch (System.IO.DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>SIGKILL to everything inside, also to what is forked meanwhile (Linux 5.14).</summary>
    public void KillAll()
    {
        if (!HostFile.WriteExisting(Directory, "cgroup.kill", "1").Failed)
        {
            return;
        }
        foreach (int pid in Processes())
        {
            // kill(2) takes 0 for the caller's own process group
            if (pid > 0)
            {
                _ = SignalNumber.Send(pid, SignalConstants.SIGKILL);
            }
        }
    }

    /// <summary>Removes a group that holds nothing any more; false when it does.</summary>
    public bool TryRemove()
    {
        if (HostFile.RemoveDirectory(FullPath).Failed)
        {
            return false;
        }
        RemoveEmptyParents();
        return true;
    }

    /// <summary>Removes the group and all below it; what has not left yet is waited for.</summary>
    public void Remove()
    {
        for (int attempt = 0; ; attempt++)
        {
            SysResult removed = RemoveTree(FullPath, 0);
            if (!removed.Failed || removed.Errno == Errno.ENOENT)
            {
                RemoveEmptyParents();
                return;
            }
            if (removed.Errno != Errno.EBUSY || attempt == RemovalAttempts)
            {
                _ = removed.OrThrow($"remove cgroup {FullPath}");
            }
            Thread.Sleep(1 << attempt);
        }
    }

    public void Dispose() => Directory.Dispose();

    // crt/ID leaves nothing behind; a parent that others use answers EBUSY and stays
    private void RemoveEmptyParents()
    {
        if (Path.StartsWith("crt/", StringComparison.Ordinal))
        {
            _ = HostFile.RemoveDirectory($"{Root}/crt");
        }
    }

    private static SysResult RemoveTree(string path, int depth)
    {
        SysResult removed = HostFile.RemoveDirectory(path);
        if (!removed.Failed || removed.Errno != Errno.EBUSY || depth > 64)
        {
            return removed;
        }
        foreach (string child in Children(path))
        {
            _ = RemoveTree(child, depth + 1);
        }
        return HostFile.RemoveDirectory(path);
    }

    private void Apply(CgroupSetting setting)
    {
        SysResult written = HostFile.WriteExisting(Directory, setting.File, setting.Value);
        if (!written.Failed)
        {
            return;
        }
        string attempt = $"write \"{setting.Value}\" to {FullPath}/{setting.File}";
        // engines take "no such file or directory" for a program that does not exist, exit code 127
        if (
            written.Errno is Errno.ENOENT or Errno.EPERM or Errno.EACCES
            && MissingController(setting) is { Length: > 0 } missing
        )
        {
            throw new ContainerException(
                ContainerErrorKind.Unsupported,
                $"{setting.Source}: {missing}: cannot {attempt}"
            );
        }
        _ = written.OrThrow($"{setting.Source}: {attempt}");
    }

    private string MissingController(CgroupSetting setting)
    {
        string[] available = Words($"{Root}/cgroup.controllers");
        return setting.Controller == "cgroup" ? ""
            : Array.IndexOf(available, setting.Controller) < 0
                ? $"the cgroup2 controller {setting.Controller} is not available here, only: {string.Join(' ', available)}"
            : Array.IndexOf(Words($"{FullPath}/cgroup.controllers"), setting.Controller) < 0
                ? $"the cgroup2 controller {setting.Controller} cannot be switched on: a group above has processes of its own, or has not got it"
            : "";
    }

    // All of them, not only those that a limit needs: engines read the statistics of each container. What is refused, since
    // the group has processes of its own, is told when a limit needs it.
    private static void EnableControllers(string parent)
    {
        string[] enabled = Words($"{parent}/cgroup.subtree_control");
        string[] wanted = Array.FindAll(
            Words($"{parent}/cgroup.controllers"),
            name => Array.IndexOf(enabled, name) < 0
        );
        if (wanted.Length == 0)
        {
            return;
        }
        SysResult<Fd> opened = HostFile.Open(
            parent,
            FileConstants.O_RDONLY | FileConstants.O_DIRECTORY
        );
        if (opened.Failed)
        {
            return;
        }
        using Fd directory = opened.Value;
        // one that cannot be switched on lets the whole write fail
        if (Enable(directory, wanted).Failed)
        {
            Array.ForEach(wanted, name => _ = Enable(directory, [name]));
        }
    }

    private static SysResult Enable(Fd directory, string[] controllers) =>
        HostFile.WriteExisting(
            directory,
            "cgroup.subtree_control",
            "+" + string.Join(" +", controllers)
        );

    private static string[] Words(string file)
    {
        try
        {
            return Encoding
                .UTF8.GetString(HostFile.ReadAll(file, LongestFile))
                .Trim()
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (KernelException)
        {
            return [];
        }
    }

    internal string Read(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(HostFile.ReadAll($"{FullPath}/{file}", LongestFile));
        }
        catch (KernelException e) when (e.Errno is Errno.ENOENT or Errno.ENODEV or Errno.EOPNOTSUPP)
        {
            return "";
        }
    }
}
