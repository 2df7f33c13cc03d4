namespace ContainerRt.ImageStore.Registry;

/// <summary>What `docker-credential-X get` prints.</summary>
internal sealed record HelperAnswer
{
    public string? Username { get; init; }

    public string? Secret { get; init; }
}
