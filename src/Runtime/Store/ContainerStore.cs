using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Runtime.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.Runtime.Store;

/// <summary>
/// The state directory: one directory a container with `state.json`, the container's own copy of
/// `config.json`, and `start.sock` until it has been started.
/// </summary>
public sealed class ContainerStore(string root)
{
    private const string StateFile = "state.json";
    private const string ClaimedGroup = "claimed-group";
    private const string OwnGroup = "own-group";
    private const int LockPause = 10; // milliseconds
    private const int LockPatience = 10_000;
    private const int LongestState = 1024 * 1024;
    private const uint DirectoryMode = 0x1C0; // 0700
    private const uint FileMode = 0x180; // 0600

    public string Root { get; } = root;

    public string DirectoryOf(ContainerId id) => $"{Root}/{id}";

    public string StartSocketOf(ContainerId id) => $"{DirectoryOf(id)}/start.sock";

    public string ConfigOf(ContainerId id) => $"{DirectoryOf(id)}/config.json";

    /// <summary>Takes the name: of two that try at once one gets it.</summary>
    /// <returns>The lock of the container, to be held until it is made.</returns>
    public Fd Claim(ContainerId id)
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
        return LockNew(id)
            ?? throw new ContainerException(
                ContainerErrorKind.NotFound,
                $"container {id} was deleted while it was being created"
            );
    }

    private Fd? LockNew(ContainerId id)
    {
        try
        {
            return Lock(id);
        }
        catch
        {
            // nothing is in it yet; once somebody else holds it and has begun, it stays
            _ = HostFile.RemoveDirectory(DirectoryOf(id));
            throw;
        }
    }

    /// <summary>
    /// Keeps others from making or removing the container; given up with the descriptor, so also by whoever is killed.
    /// Null when it does not exist.
    /// </summary>
    public Fd? Lock(ContainerId id)
    {
        string directory = DirectoryOf(id);
        for (int waited = 0; ; waited += LockPause)
        {
            SysResult<Fd> opened = HostFile.Open(
                directory,
                FileConstants.O_RDONLY | FileConstants.O_DIRECTORY | FileConstants.O_NOFOLLOW
            );
            if (opened.Failed && opened.Errno == Errno.ENOENT)
            {
                return null;
            }
            Fd held = opened.OrThrow($"open state directory {directory}");
            bool taken = !FileLock.TryExclusive(held).Failed;
            // it may have been removed, and made again, before it was locked
            if (taken && HostFile.IsAt(held, directory))
            {
                return held;
            }
            held.Dispose();
            if (!taken && waited >= LockPatience)
            {
                throw new ContainerException(
                    ContainerErrorKind.WrongState,
                    $"container {id} is busy: another create, start or delete of it has not ended within {LockPatience / 1000} s"
                );
            }
            Thread.Sleep(taken ? 0 : LockPause);
        }
    }

    /// <inheritdoc cref="Lock"/>
    /// <exception cref="ContainerException">`container does not exist`</exception>
    public Fd LockExisting(ContainerId id) => Lock(id) ?? throw Missing(id);

    /// <summary>Written before the group is made: whatever kills crt then, `delete --force` finds it.</summary>
    public void ClaimGroup(ContainerId id, string root, string path) =>
        _ = HostFile
            .MakeLink($"{root}/./{path}", $"{DirectoryOf(id)}/{ClaimedGroup}")
            .OrThrow($"make the link {DirectoryOf(id)}/{ClaimedGroup}");

    /// <summary>The group was empty, so whatever is in it from now on belongs to the container.</summary>
    public void OwnTheGroup(ContainerId id) =>
        _ = HostFile
            .Rename($"{DirectoryOf(id)}/{ClaimedGroup}", $"{DirectoryOf(id)}/{OwnGroup}")
            .OrThrow($"renameat2 {DirectoryOf(id)}/{ClaimedGroup} to {OwnGroup}");

    /// <summary>The group of a container whose creation was cut off.</summary>
    public (string Root, string Path, bool IsOwn)? GroupOf(ContainerId id)
    {
        foreach (string name in (string[])[OwnGroup, ClaimedGroup])
        {
            string[]? parts = new System.IO.FileInfo($"{DirectoryOf(id)}/{name}").LinkTarget?.Split(
                "/./",
                2
            );
            if (parts is [string root, string path])
            {
                return (root, path, name == OwnGroup);
            }
        }
        return null;
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
    public ContainerRecord Load(ContainerId id) => TryLoad(id) ?? throw Missing(id);

    private static ContainerException Missing(ContainerId id) =>
        new(ContainerErrorKind.NotFound, $"container does not exist: {id}");

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

    /// <summary>None when nobody has made the root yet.</summary>
    /// <param name="damaged">Gets the message of each state that cannot be read.</param>
    public IEnumerable<ContainerRecord> All(Action<string> damaged) =>
        !HasRoot()
            ? []
            : System
                .IO.Directory.EnumerateDirectories(Root)
                .Select(path => System.IO.Path.GetFileName(path)!)
                .Where(IsId)
                .Order(StringComparer.Ordinal)
                .Select(name => Readable(ContainerId.Parse(name), damaged))
                .OfType<ContainerRecord>();

    private bool HasRoot()
    {
        SysResult<Fd> root = HostPath.OpenDirectory(Root);
        if (root.Errno == Errno.ENOENT)
        {
            return false;
        }
        root.OrThrow($"open {Root}").Dispose();
        return true;
    }

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
        // links, which the list above takes for directories
        _ = HostFile.RemoveFile($"{directory}/{ClaimedGroup}");
        _ = HostFile.RemoveFile($"{directory}/{OwnGroup}");
        _ = HostFile.RemoveFile($"{directory}/{StateFile}");
        SysResult removed = HostFile.RemoveDirectory(directory);
        if (removed.Failed && removed.Errno != Errno.ENOENT)
        {
            _ = removed.OrThrow($"remove state directory {directory}");
        }
    }

    private ContainerRecord? Readable(ContainerId id, Action<string> damaged)
    {
        try
        {
            return TryLoad(id);
        }
        catch (ContainerException e)
        {
            damaged(e.Message);
            return null;
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
