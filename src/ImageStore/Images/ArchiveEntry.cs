using System.Collections.Generic;

namespace ContainerRt.ImageStore.Images;

/// <summary>A member of `manifest.json` in an archive that `docker save` writes.</summary>
internal sealed record ArchiveEntry
{
    public required string Config { get; init; }

    public List<string>? RepoTags { get; init; }

    public required List<string> Layers { get; init; }
}
