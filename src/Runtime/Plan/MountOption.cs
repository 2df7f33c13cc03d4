namespace ContainerRt.Runtime.Plan;

/// <summary>What one word in mounts[].options does, config.md "Linux mount options".</summary>
/// <param name="Set">MOUNT_ATTR_* that it sets.</param>
/// <param name="Clear">MOUNT_ATTR_* that it clears.</param>
/// <param name="Recursive">On all mounts below too.</param>
/// <param name="Propagation">MS_* propagation, or 0.</param>
/// <param name="TakesBack">The MOUNT_ATTR_* that a word before may have set, which it undoes: the source's counts again.</param>
public readonly record struct MountOption(
    ulong Set,
    ulong Clear,
    bool Recursive = false,
    ulong Propagation = 0,
    ulong? TakesBack = null
);
