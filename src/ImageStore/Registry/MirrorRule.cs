using ContainerRt.Spec.Distribution;

namespace ContainerRt.ImageStore.Registry;

/// <summary>A `[[registry.mirror]]` table of registries.conf.</summary>
internal sealed record MirrorRule(string Location, bool Insecure, string Pulls)
{
    public static MirrorRule From(TomlTable table, string origin) =>
        new(
            table.String("location")
                ?? throw new ImageStoreException($"read {origin}: a mirror has no location"),
            table.Flag("insecure"),
            table.String("pull-from-mirror") ?? "all"
        );

    public bool Serves(ImageReference reference) =>
        Pulls switch
        {
            "digest-only" => reference.Digest is not null,
            "tag-only" => reference.Digest is null,
            _ => true,
        };
}
