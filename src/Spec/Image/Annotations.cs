namespace ContainerRt.Spec.Image;

/// <summary>image-spec annotations.md#pre-defined-annotation-keys: the ones that crt reads or writes.</summary>
public static class Annotations
{
    public const string RefName = "org.opencontainers.image.ref.name";
    public const string Created = "org.opencontainers.image.created";

    /// <summary>Where containerd and docker put the full name of an image in an archive.</summary>
    public const string ContainerdImageName = "io.containerd.image.name";
}
