namespace ContainerRt.ImageStore.Registry;

/// <summary>What proves to a registry who asks. Never printed.</summary>
public sealed record RegistryCredentials(
    string Username,
    string Password,
    string? IdentityToken = null
)
{
    public string? RegistryToken { get; init; }

    public override string ToString() => "(credentials)";
}
