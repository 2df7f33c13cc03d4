using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.ImageStore.Layers;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Streams;
using ContainerRt.Spec.Json;

namespace ContainerRt.Engine.Containers;

/// <summary>The containers on disk. A directory without record.json is not a container yet, or no more.</summary>
public sealed class ContainerStore(EnginePaths paths)
{
    private const int LongestPause = 50;

    public EnginePaths Paths { get; } = paths;

    public IReadOnlyList<ContainerRecord> List()
    {
        if (!Directory.Exists(Paths.Containers))
        {
            return [];
        }
        return
        [
            .. Directory
                .EnumerateDirectories(Paths.Containers)
                .Select(Read)
                .OfType<ContainerRecord>()
                .OrderByDescending(record => record.Created),
        ];
    }

    /// <summary>By name, by id, or by the beginning of one id only.</summary>
    public ContainerRecord Need(string text) =>
        Find(text) ?? throw new EngineException($"no such container: {text}", 1);

    /// <summary>The same; null when there is none.</summary>
    public ContainerRecord? Find(string text)
    {
        IReadOnlyList<ContainerRecord> all = List();
        ContainerRecord? exact = all.FirstOrDefault(record =>
            record.Name == text || record.Id == text
        );
        if (exact is not null)
        {
            return exact;
        }
        List<ContainerRecord> found =
        [
            .. all.Where(record =>
                text.Length > 0 && record.Id.StartsWith(text, StringComparison.Ordinal)
            ),
        ];
        return found.Count switch
        {
            1 => found[0],
            0 => null,
            _ => throw new EngineException(
                $"\"{text}\" is the beginning of {found.Count} container ids: give more of it",
                1
            ),
        };
    }

    /// <summary>Runs alone among all who make, name or remove containers.</summary>
    public T Locked<T>(Func<T> action)
    {
        EnginePaths.MakePrivate(Paths.Root);
        EnginePaths.MakePrivate(Paths.Containers);
        string path = Path.Combine(Paths.Containers, "lock");
        using Fd file = FdIo.OpenTrusted(path, FileConstants.O_RDWR | FileConstants.O_CREAT)
            .OrThrow($"open {path}");
        _ = FileLock.Exclusive(file).OrThrow($"lock {path}");
        return action();
    }

    /// <summary>Picks a free name when none is wanted, refuses a taken one, and makes the directory.</summary>
    public ContainerRecord Reserve(ContainerRecord wanted) =>
        Locked(() =>
        {
            IReadOnlyList<ContainerRecord> all = List();
            if (wanted.Name.Length > 0)
            {
                ContainerName.Check(wanted.Name);
                if (all.FirstOrDefault(record => record.Name == wanted.Name) is { } owner)
                {
                    throw new EngineException(
                        $"the name \"{wanted.Name}\" is in use by container {owner.Id[..12]}: remove or rename that one, or choose another name"
                    );
                }
            }
            string name =
                wanted.Name.Length > 0
                    ? wanted.Name
                    : ContainerName.Generate(all.Select(record => record.Name).ToHashSet());
            ContainerRecord record = wanted with { Name = name };
            using Fd containers = HostPath
                .OpenDirectory(Paths.Containers)
                .OrThrow($"open {Paths.Containers}");
            TreeRemoval.Need(containers, Paths.Containers);
            EnginePaths.MakePrivate(Paths.Of(record.Id));
            Write(record);
            return record;
        });

    public ContainerStatus StatusOf(ContainerRecord record)
    {
        ContainerStatus status = new();
        string path = Path.Combine(Paths.Of(record.Id), "status.json");
        try
        {
            status = StatusJson.Read(File.ReadAllBytes(path)) ?? status;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // not written yet, or the supervisor of a --rm container has just removed it
        }
        catch (DocumentException)
        {
            // a disk that was full or has faults: the other containers must still be listed
            status = status with
            {
                Status = "dead",
                ExitCode = 137,
            };
        }
        // the supervisor was killed: nobody saw how the container ended
        return status.Running && !Supervised(record)
            ? status with
            {
                Status = "dead",
                ExitCode = 137,
            }
            : status;
    }

    /// <summary>Whether a shim lives: it holds the lock of the container from before its start to its end.</summary>
    public bool Supervised(ContainerRecord record)
    {
        // a mere question makes no file: the directory may be on its way out
        string path = Paths.SupervisorLockOf(record.Id);
        SysResult<Fd> opened = FdIo.OpenTrusted(path, FileConstants.O_RDWR);
        if (opened.Failed && opened.Errno == Errno.ENOENT)
        {
            return false;
        }
        using Fd file = opened.OrThrow($"open {path}");
        return FileLock.TryExclusive(file).Failed;
    }

    /// <summary>The lock that a shim inherits; null while another one holds it.</summary>
    public Fd? SupervisorLock(ContainerRecord record)
    {
        string path = Paths.SupervisorLockOf(record.Id);
        SysResult<Fd> opened = FdIo.OpenTrusted(path, FileConstants.O_RDWR | FileConstants.O_CREAT);
        Fd file = opened.OrThrow($"open {path}");
        if (!FileLock.TryExclusive(file).Failed)
        {
            return file;
        }
        file.Dispose();
        return null;
    }

    /// <summary>Waits until the shim has gone; false when it stays longer than that.</summary>
    public bool WaitForSupervisor(ContainerRecord record, int milliseconds)
    {
        string path = Paths.SupervisorLockOf(record.Id);
        int pause = 1;
        for (int waited = 0; File.Exists(path) && Supervised(record); waited += pause)
        {
            if (waited >= milliseconds)
            {
                return false;
            }
            pause = Math.Min(2 * pause, LongestPause);
            System.Threading.Thread.Sleep(pause);
        }
        return true;
    }

    private void Write(ContainerRecord record)
    {
        string path = Path.Combine(Paths.Of(record.Id), "record.json");
        File.WriteAllBytes(path + ".new", RecordJson.Write(record));
        File.Move(path + ".new", path, overwrite: true);
    }

    private static ContainerRecord? Read(string directory)
    {
        try
        {
            return RecordJson.Read(File.ReadAllBytes(Path.Combine(directory, "record.json")));
        }
        catch (Exception e) when (e is IOException or DocumentException)
        {
            return null;
        }
    }
}
