namespace ContainerRt.Linux.Mounts;

/// <summary>What mount_setattr(2) changes.</summary>
/// <param name="Set">MOUNT_ATTR_* to set.</param>
/// <param name="Clear">MOUNT_ATTR_* to clear.</param>
/// <param name="Propagation">MS_PRIVATE, MS_SLAVE ... or 0.</param>
/// <param name="UserNamespace">With MOUNT_ATTR_IDMAP.</param>
public sealed record MountAttributes(
    ulong Set = 0,
    ulong Clear = 0,
    ulong Propagation = 0,
    Fd? UserNamespace = null
);
