using System.Collections.Generic;
using ContainerRt.Linux.Native;
using static ContainerRt.Linux.Native.MountApi;

namespace ContainerRt.Runtime.Plan;

/// <summary>The words of config.md "Linux mount options" that stand for attributes of a mount.</summary>
public static class MountOptionTable
{
    /// <summary>All words that are understood, for `features`.</summary>
    // csharpier-ignore
    public static IReadOnlyList<string> Words { get; } =
    [
        "async", "atime", "bind", "defaults", "dev", "diratime", "exec", "loud", "noatime",
        "nodev", "nodiratime", "noexec", "norelatime", "nostrictatime", "nosuid", "nosymfollow",
        "private", "ratime", "rbind", "rdev", "rdiratime", "relatime", "rexec", "rnoatime",
        "rnodev", "rnodiratime", "rnoexec", "rnorelatime", "rnostrictatime", "rnosuid",
        "rnosymfollow", "ro", "rprivate", "rrelatime", "rro", "rrw", "rshared", "rslave",
        "rstrictatime", "rsuid", "rsymfollow", "runbindable", "rw", "shared", "silent", "slave",
        "strictatime", "suid", "symfollow", "tmpcopyup", "unbindable",
    ];

    #pragma warning disable MA0051 // a table
    // csharpier-ignore-start
    // Whoever sets an access time mode clears the others: mount_setattr(2) demands the whole mask. A word that clears
    // one only takes back a word before it, as with runc, crun and mount(8); those with r are mount_setattr(2) itself,
    // where a mode that is cleared is relatime.
    public static MountOption? Find(string option) => option switch
    {
        "ro" => new(MOUNT_ATTR_RDONLY, 0),
        "rw" => new(0, MOUNT_ATTR_RDONLY),
        "nosuid" => new(MOUNT_ATTR_NOSUID, 0),
        "suid" => new(0, MOUNT_ATTR_NOSUID),
        "nodev" => new(MOUNT_ATTR_NODEV, 0),
        "dev" => new(0, MOUNT_ATTR_NODEV),
        "noexec" => new(MOUNT_ATTR_NOEXEC, 0),
        "exec" => new(0, MOUNT_ATTR_NOEXEC),
        "nodiratime" => new(MOUNT_ATTR_NODIRATIME, 0),
        "diratime" => new(0, 0, TakesBack: MOUNT_ATTR_NODIRATIME),
        "noatime" => new(MOUNT_ATTR_NOATIME, MOUNT_ATTR__ATIME),
        "relatime" => new(MOUNT_ATTR_RELATIME, MOUNT_ATTR__ATIME),
        "strictatime" => new(MOUNT_ATTR_STRICTATIME, MOUNT_ATTR__ATIME),
        "atime" => new(0, 0, TakesBack: MOUNT_ATTR_NOATIME),
        "norelatime" => new(0, 0, TakesBack: MOUNT_ATTR_RELATIME),
        "nostrictatime" => new(0, 0, TakesBack: MOUNT_ATTR_STRICTATIME),
        "nosymfollow" => new(MOUNT_ATTR_NOSYMFOLLOW, 0),
        "symfollow" => new(0, MOUNT_ATTR_NOSYMFOLLOW),
        "rro" => new(MOUNT_ATTR_RDONLY, 0, Recursive: true),
        "rrw" => new(0, MOUNT_ATTR_RDONLY, Recursive: true),
        "rnosuid" => new(MOUNT_ATTR_NOSUID, 0, Recursive: true),
        "rsuid" => new(0, MOUNT_ATTR_NOSUID, Recursive: true),
        "rnodev" => new(MOUNT_ATTR_NODEV, 0, Recursive: true),
        "rdev" => new(0, MOUNT_ATTR_NODEV, Recursive: true),
        "rnoexec" => new(MOUNT_ATTR_NOEXEC, 0, Recursive: true),
        "rexec" => new(0, MOUNT_ATTR_NOEXEC, Recursive: true),
        "rnodiratime" => new(MOUNT_ATTR_NODIRATIME, 0, Recursive: true),
        "rdiratime" => new(0, MOUNT_ATTR_NODIRATIME, Recursive: true),
        "rnoatime" => new(MOUNT_ATTR_NOATIME, MOUNT_ATTR__ATIME, Recursive: true),
        "rrelatime" or "ratime" or "rnorelatime" or "rnostrictatime" => new(MOUNT_ATTR_RELATIME, MOUNT_ATTR__ATIME, Recursive: true),
        "rstrictatime" => new(MOUNT_ATTR_STRICTATIME, MOUNT_ATTR__ATIME, Recursive: true),
        "rnosymfollow" => new(MOUNT_ATTR_NOSYMFOLLOW, 0, Recursive: true),
        "rsymfollow" => new(0, MOUNT_ATTR_NOSYMFOLLOW, Recursive: true),
        "private" => new(0, 0, Propagation: MountFlags.MS_PRIVATE),
        "rprivate" => new(0, 0, Recursive: true, MountFlags.MS_PRIVATE),
        "shared" => new(0, 0, Propagation: MountFlags.MS_SHARED),
        "rshared" => new(0, 0, Recursive: true, MountFlags.MS_SHARED),
        "slave" => new(0, 0, Propagation: MountFlags.MS_SLAVE),
        "rslave" => new(0, 0, Recursive: true, MountFlags.MS_SLAVE),
        "unbindable" => new(0, 0, Propagation: MountFlags.MS_UNBINDABLE),
        "runbindable" => new(0, 0, Recursive: true, MountFlags.MS_UNBINDABLE),
        _ => null,
    };
    // csharpier-ignore-end
#pragma warning restore MA0051
}
