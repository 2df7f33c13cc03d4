namespace ContainerRt.Init.Steps;

/// <summary>What a mount asks of its target; bits of <see cref="Step.Value"/>.</summary>
public static class MountRules
{
    /// <summary>The target must be a real directory, not reached through a symlink.</summary>
    public const ulong OrdinaryDirectory = 1;

    /// <summary>The target may lie on procfs; without it a symlink could lead there (CVE-2019-16884).</summary>
    public const ulong MayCoverProc = 4;

    /// <summary>A tmpfs takes over the mode of the directory that it covers, if there is one.</summary>
    public const ulong InheritMode = 2;

    /// <summary>A tmpfs gets a copy of what it covers.</summary>
    public const ulong CopyUp = 8;

    /// <summary>With the copy: the tmpfs has an owner of its own, which is not the covered directory's.</summary>
    public const ulong KeepUid = 16;

    /// <summary>As <see cref="KeepUid"/>, for the group.</summary>
    public const ulong KeepGid = 32;
}
