namespace ContainerRt.Runtime.Plan;

/// <summary>What one word in mounts[].options does, config.md "Linux mount options".</summary>
/// <param name="Set">MOUNT_ATTR_* that it sets.</param>
/// <param name="Clear">MOUNT_ATTR_* that it clears.</param>
/// <param name="Recursive">On all mounts below too.</param>
/// <param name="Propagation">MS_* propagation, or 0.</param>
public readonly record struct MountOption(
    ulong Set,
    ulong Clear,
    bool Recursive = false,
    ulong Propagation = 0
);
