using System;
using System.Collections.Generic;
using ContainerRt.Init;
using ContainerRt.Linux.Native;

namespace ContainerRt.Runtime.Plan;

/// <summary>mounts[].options, sorted by what the kernel wants to know about them.</summary>
public sealed class MountOptions
{
    private const ulong AtRecursive = FileConstants.AT_RECURSIVE;

    private const ulong Times = MountApi.MOUNT_ATTR__ATIME | MountApi.MOUNT_ATTR_NODIRATIME;

    // without the access times: a classic remount that names none of them keeps them too
    private const ulong Exact =
        MountApi.MOUNT_ATTR_RDONLY
        | MountApi.MOUNT_ATTR_NOSUID
        | MountApi.MOUNT_ATTR_NODEV
        | MountApi.MOUNT_ATTR_NOEXEC
        | MountApi.MOUNT_ATTR_NOSYMFOLLOW;

    private readonly List<KeyValuePair<string, string?>> _data = [];
    private mount_attr _top;
    private mount_attr _all;
    private bool _namesAttributes;

    private MountOptions() { }

    public bool Bind { get; private set; }

    public bool RecursiveBind { get; private set; }

    /// <summary>Options of the file system itself, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Data => _data;

    /// <summary>MOUNT_ATTR_* of a new mount.</summary>
    public ulong Attributes => _top.attr_set;

    public bool Readonly => (_top.attr_set & MountApi.MOUNT_ATTR_RDONLY) != 0;

    /// <summary>MS_* propagation that is asked for, or 0.</summary>
    public ulong Propagation => _top.propagation | _all.propagation;

    /// <summary>A tmpfs starts with a copy of what it covers.</summary>
    public bool CopyUp { get; private set; }

    /// <summary>What is asked for but cannot be done yet, or null.</summary>
    public string? Unsupported { get; private set; }

    public static MountOptions Parse(IReadOnlyList<string>? options)
    {
        MountOptions result = new();
        foreach (string option in options ?? [])
        {
            result.Add(option);
        }
        return result;
    }

    /// <summary>
    /// Changes to a bind mount: the kernel needs them one for each depth. As with runc and crun, which remount, a bind
    /// mount whose options name an attribute has those that are named and no other of its source; else it has all. The
    /// access times are a set of their own in this.
    /// </summary>
    /// <param name="leaving">MS_* propagation that comes first, on all below too, or 0.</param>
    public IReadOnlyList<AttributeChange> BindChanges(ulong leaving = 0)
    {
        List<AttributeChange> changes = [];
        AddChange(changes, AtRecursive, new mount_attr { propagation = leaving });
        mount_attr top = _top;
        if (_namesAttributes)
        {
            top.attr_clr |= Exact & ~top.attr_set;
        }
        if (((top.attr_set | top.attr_clr) & Times) != 0)
        {
            top.attr_clr |= MountApi.MOUNT_ATTR__ATIME | Times & ~top.attr_set;
        }
        AddChange(changes, 0, top);
        AddChange(changes, AtRecursive, _all);
        return changes;
    }

    /// <summary>Changes to a new mount beyond its attributes.</summary>
    public IReadOnlyList<AttributeChange> FilesystemChanges()
    {
        List<AttributeChange> changes = [];
        AddChange(changes, 0, new mount_attr { propagation = _top.propagation });
        AddChange(changes, AtRecursive, _all);
        return changes;
    }

    public bool Has(string key) => _data.Exists(pair => pair.Key == key);

    private static void AddChange(List<AttributeChange> changes, ulong flags, mount_attr attributes)
    {
        bool any = (attributes.attr_set | attributes.attr_clr | attributes.propagation) != 0;
        if (any)
        {
            changes.Add(new AttributeChange { AtFlags = flags, Attributes = attributes });
        }
    }

    private void Add(string option)
    {
        if (MountOptionTable.Find(option) is MountOption known)
        {
            Merge(known);
            return;
        }
        switch (option)
        {
            case "bind":
                Bind = true;
                break;
            case "rbind":
                Bind = RecursiveBind = true;
                break;
            case "tmpcopyup":
                CopyUp = true;
                break;
            case "" or "defaults" or "loud" or "silent":
                break;
            case "async":
                _ = _data.RemoveAll(pair => pair.Key == "sync");
                break;
            case "remount"
            or "idmap"
            or "ridmap"
            or "copy-symlink"
            or "src-nofollow"
            or "dest-nofollow":
                Unsupported = option;
                break;
            default:
                AddData(option);
                break;
        }
    }

    private void TakeBack(ulong taken)
    {
        _namesAttributes = true;
        if (taken == MountApi.MOUNT_ATTR_NODIRATIME)
        {
            _top.attr_set &= ~taken;
            return;
        }
        bool isMode = (_top.attr_clr & MountApi.MOUNT_ATTR__ATIME) != 0;
        if (isMode && (_top.attr_set & MountApi.MOUNT_ATTR__ATIME) == taken)
        {
            _top.attr_set &= ~MountApi.MOUNT_ATTR__ATIME;
            _top.attr_clr &= ~MountApi.MOUNT_ATTR__ATIME;
        }
    }

    private void AddData(string option)
    {
        int equals = option.IndexOf('=', StringComparison.Ordinal);
        _data.Add(equals < 0 ? new(option, null) : new(option[..equals], option[(equals + 1)..]));
    }

    private void Merge(MountOption option)
    {
        ref mount_attr target = ref option.Recursive ? ref _all : ref _top;
        if (option.TakesBack is ulong taken)
        {
            TakeBack(taken);
            return;
        }
        target.attr_set = target.attr_set & ~option.Clear | option.Set;
        target.attr_clr = target.attr_clr & ~option.Set | option.Clear;
        _namesAttributes |= !option.Recursive && (option.Set | option.Clear) != 0;
        if (option.Propagation != 0)
        {
            target.propagation = option.Propagation;
        }
    }
}
