using System;
using System.Collections.Generic;
using System.Net;

namespace ContainerRt.ImageStore.Registry;

/// <summary>One place where an image may be had: the registry itself or a mirror of it.</summary>
/// <param name="Host">Host and port.</param>
/// <param name="Repository">The repository's name at this place.</param>
/// <param name="PlainHttp">HTTP without TLS was chosen, by name or because the host is this machine.</param>
/// <param name="SkipVerify">Any certificate will do: somebody wrote so into a file.</param>
/// <param name="Upstream">For a mirror the registry that it stands for.</param>
public sealed record RegistryEndpoint(
    string Host,
    string Repository,
    bool PlainHttp,
    bool SkipVerify = false,
    string? Upstream = null
)
{
    /// <summary>The API of Docker Hub does not live at the name that its images have.</summary>
    public const string DockerApi = "registry-1.docker.io";

    /// <summary>Where the API begins at the host.</summary>
    public string ApiRoot { get; init; } = "/v2";

    /// <summary>HTTP will do where TLS fails: registries.conf's `insecure` means that too.</summary>
    public bool MayBePlain { get; init; }

    /// <summary>Files with authorities that are trusted here beside the system's.</summary>
    public IReadOnlyList<string> Authorities { get; init; } = [];

    /// <summary>Whether content may come from here.</summary>
    public bool Pulls { get; init; } = true;

    /// <summary>Whether it is believed here what a tag stands for; content is believed by its digest.</summary>
    public bool Resolves { get; init; } = true;

    private string ApiHost => Host == "docker.io" ? DockerApi : Host;

    /// <summary>Whether the parts, which a file may have named, make an address and no other one.</summary>
    public bool HasAddress =>
        Uri.TryCreate(
            $"https://{ApiHost}{ApiRoot}/{Repository}/",
            UriKind.Absolute,
            out Uri? address
        )
        && address.AbsolutePath == $"{ApiRoot}/{Repository}/"
        && address.UserInfo.Length == 0;

    public Uri Api(string path)
    {
        string query = Upstream is null ? "" : $"?ns={Uri.EscapeDataString(Upstream)}";
        return new Uri(
            $"{(PlainHttp ? "http" : "https")}://{ApiHost}{ApiRoot}/{Repository}/{path}{query}"
        );
    }

    public static bool IsLoopback(string host)
    {
        int colon = host.LastIndexOf(':');
        string name = (colon > host.LastIndexOf(']') ? host[..colon] : host).Trim('[', ']');
        return name == "localhost"
            || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(address));
    }
}
