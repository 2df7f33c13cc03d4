using System;

namespace ContainerRt.Spec.Image;

/// <summary>image-spec media-types.md, and docker's names for the same things.</summary>
public static class MediaTypes
{
    public const string Manifest = "application/vnd.oci.image.manifest.v1+json";
    public const string Index = "application/vnd.oci.image.index.v1+json";
    public const string Config = "application/vnd.oci.image.config.v1+json";
    public const string Layer = "application/vnd.oci.image.layer.v1.tar";
    public const string LayerGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string LayerZstd = "application/vnd.oci.image.layer.v1.tar+zstd";
    public const string LayerNonDistributable =
        "application/vnd.oci.image.layer.nondistributable.v1.tar";
    public const string LayerNonDistributableGzip = LayerNonDistributable + "+gzip";
    public const string LayerNonDistributableZstd = LayerNonDistributable + "+zstd";

    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerManifestList =
        "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";
    public const string DockerLayer = "application/vnd.docker.image.rootfs.diff.tar";
    public const string DockerLayerGzip = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    public const string DockerLayerZstd = "application/vnd.docker.image.rootfs.diff.tar.zstd";
    public const string DockerForeignLayerGzip =
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

    /// <summary>Docker's first schema: layers named by what nobody can verify. Refused.</summary>
    public const string DockerSchema1 = "application/vnd.docker.distribution.manifest.v1+json";
    public const string DockerSchema1Signed =
        "application/vnd.docker.distribution.manifest.v1+prettyjws";

    public static bool IsManifest(string? type) => type is Manifest or DockerManifest;

    public static bool IsIndex(string? type) => type is Index or DockerManifestList;

    public static bool IsConfig(string? type) => type is Config or DockerConfig;

    public static bool IsSchema1(string? type) => type is DockerSchema1 or DockerSchema1Signed;

    public static bool IsLayer(string? type) =>
        type
            is Layer
                or LayerGzip
                or LayerZstd
                or LayerNonDistributable
                or LayerNonDistributableGzip
                or LayerNonDistributableZstd
                or DockerLayer
                or DockerLayerGzip
                or DockerLayerZstd
                or DockerForeignLayerGzip;

    /// <summary>A layer whose bytes cannot be none.</summary>
    public static bool IsCompressed(string type) =>
        IsLayer(type)
        && (
            type.EndsWith("gzip", StringComparison.Ordinal)
            || type.EndsWith("zstd", StringComparison.Ordinal)
        );
}
