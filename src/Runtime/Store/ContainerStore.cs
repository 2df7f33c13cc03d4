using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Runtime.Json;

namespace ContainerRt.Runtime.Store;

/// <summary>
/// The state directory: one directory a container with `state.json`, the container's own copy of
/// `config.json`, and `start.sock` until it has been started.
/// </summary>
public sealed class ContainerStore(string root)
{
    private const string StateFile = "state.json";
    private const int LongestState = 1024 * 1024;
    private const uint DirectoryMode = 0x1C0; // 0700
    private const uint FileMode = 0x180; // 0600

    public string Root { get; } = root;

    public string DirectoryOf(ContainerId id) => $"{Root}/{id}";

    public string StartSocketOf(ContainerId id) => $"{DirectoryOf(id)}/start.sock";

    public string ConfigOf(ContainerId id) => $"{DirectoryOf(id)}/config.json";

    /// <summary>Takes the name: of two that try at once one gets it.</summary>
    public void Claim(ContainerId id)
    {
        MakeRoot();
        SysResult made = HostFile.MakeDirectory(DirectoryOf(id), DirectoryMode);
        if (made.Failed && made.Errno == Errno.EEXIST)
        {
            throw new ContainerException(
                ContainerErrorKind.AlreadyExists,
                $"container with given ID already exists: {id}"
            );
        }
        _ = made.OrThrow($"make state directory {DirectoryOf(id)}");
    }

    /// <summary>The container's own copy of its configuration. Without state.json it is none yet.</summary>
    public void SaveConfig(ContainerId id, ReadOnlySpan<byte> config) =>
        HostFile.Replace(ConfigOf(id), config, FileMode);

    public void Save(ContainerRecord record)
    {
        ContainerId id = ContainerId.Parse(record.Id);
        HostFile.Replace($"{DirectoryOf(id)}/{StateFile}", RecordJson.Write(record), FileMode);
    }

    /// <exception cref="ContainerException">`container does not exist`</exception>
    public ContainerRecord Load(ContainerId id) =>
        TryLoad(id)
        ?? throw new ContainerException(
            ContainerErrorKind.NotFound,
            $"container does not exist: {id}"
        );

    public ContainerRecord? TryLoad(ContainerId id)
    {
        string path = $"{DirectoryOf(id)}/{StateFile}";
        try
        {
            byte[] json = HostFile.ReadAll(path, LongestState);
            return RecordJson.Read(json);
        }
        catch (KernelException e) when (e.Errno is Errno.ENOENT or Errno.ENOTDIR)
        {
            return null;
        }
        catch (DocumentException e)
        {
            throw new ContainerException(
                ContainerErrorKind.InvalidSpec,
                $"read {path}: the file is damaged; `crt-oci delete --force {id}` removes the container",
                e
            );
        }
    }

    public bool HasDirectory(ContainerId id) => !HostFile.Look(DirectoryOf(id)).Failed;

    public IEnumerable<ContainerRecord> All() =>
        HostFile.Look(Root).Failed
            ? []
            : System
                .IO.Directory.EnumerateDirectories(Root)
                .Select(path => System.IO.Path.GetFileName(path)!)
                .Where(IsId)
                .Order(StringComparer.Ordinal)
                .Select(name => TryLoad(ContainerId.Parse(name)))
                .OfType<ContainerRecord>();

    /// <summary>state.json goes last: a removal that was cut off can be repeated.</summary>
    public void Remove(ContainerId id)
    {
        string directory = DirectoryOf(id);
        if (HostFile.Look(directory).Failed)
        {
            return;
        }
        foreach (string file in System.IO.Directory.EnumerateFiles(directory))
        {
            if (System.IO.Path.GetFileName(file) != StateFile)
            {
                _ = HostFile.RemoveFile(file);
            }
        }
        _ = HostFile.RemoveFile($"{directory}/{StateFile}");
        SysResult removed = HostFile.RemoveDirectory(directory);
        if (removed.Failed && removed.Errno != Errno.ENOENT)
        {
            _ = removed.OrThrow($"remove state directory {directory}");
        }
    }

    private void MakeRoot()
    {
        string at = "";
        foreach (string part in Root.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = $"{at}/{part}";
            SysResult made = HostFile.MakeDirectory(at, DirectoryMode);
            if (made.Failed && made.Errno != Errno.EEXIST)
            {
                _ = made.OrThrow($"make state root {at}");
            }
        }
    }

    private static bool IsId(string name)
    {
        try
        {
            _ = ContainerId.Parse(name);
            return true;
        }
        catch (ContainerException)
        {
            return false;
        }
    }
}
