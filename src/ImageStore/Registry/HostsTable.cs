using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Spec.Distribution;

namespace ContainerRt.ImageStore.Registry;

/// <summary>
/// One place of a hosts.toml, `[host."ADDRESS"]` or the keys at the top. A key that is not followed is an error: a
/// misspelt `skip_verify`, or a `proxy` that is passed over, would be found out only by what does not work, or works.
/// </summary>
/// <param name="table">The keys.</param>
/// <param name="origin">The file's path, for messages.</param>
internal sealed class HostsTable(TomlTable table, string origin)
{
    private static readonly string[] _capabilities = ["pull", "resolve", "push"];

    // containerd's keys that are not followed, and what does the same
    private static readonly Dictionary<string, string> _notFollowed = new(StringComparer.Ordinal)
    {
        ["client"] = "certificates of clients cannot be given",
        ["header"] = "headers cannot be added",
        ["proxy"] = "set HTTPS_PROXY and NO_PROXY",
    };

    /// <summary>Fails at the first key that has no meaning here.</summary>
    public void Check(bool top)
    {
        foreach (string key in table.Values.Keys)
        {
            if (_notFollowed.TryGetValue(key, out string? instead))
            {
                throw Wrong($"\"{key}\" is not supported: {instead}");
            }
            bool known =
                key is "ca" or "capabilities" or "skip_verify" or "override_path" or "dial_timeout";
            if (!known && !(top && key == "server"))
            {
                throw Wrong($"\"{key}\" is not a key that is known here");
            }
        }
        _ = Authorities();
        _ = Capabilities();
        _ = Flag("skip_verify");
        if (Flag("override_path") && top && !table.Values.ContainsKey("server"))
        {
            throw Wrong(
                "\"override_path\" is about the path of a server, and there is no \"server\""
            );
        }
    }

    /// <summary>What the keys say of a place whose address is known.</summary>
    public RegistryEndpoint Apply(RegistryEndpoint place)
    {
        IReadOnlyList<string> may = Capabilities();
        return place with
        {
            SkipVerify = place.SkipVerify || Flag("skip_verify"),
            Authorities = Authorities(),
            Pulls = may.Contains("pull"),
            Resolves = may.Contains("resolve"),
        };
    }

    /// <summary>The place at an address, with a scheme or without.</summary>
    public RegistryEndpoint At(string text, ImageReference reference)
    {
        string whole = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        bool isAddress =
            Uri.TryCreate(whole, UriKind.Absolute, out Uri? address)
            && address.Scheme is "http" or "https"
            && address is { UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 };
        if (!isAddress)
        {
            throw Wrong($"\"{text}\" is not an address of a registry");
        }
        // images of docker.io, and the logins for it, have its name and not that of its API
        string host =
            address!.Authority == RegistryEndpoint.DockerApi ? "docker.io" : address.Authority;
        RegistryEndpoint place = new(host, reference.Path, address.Scheme == "http")
        {
            ApiRoot = Root(address.AbsolutePath.TrimEnd('/')),
            Upstream = host == reference.Domain ? null : reference.Domain,
        };
        return place.HasAddress
            ? Apply(place)
            : throw Wrong($"\"{text}\" cannot have {reference.Path} below it");
    }

    private string Root(string path) =>
        Flag("override_path") || path.EndsWith("/v2", StringComparison.Ordinal)
            ? path
            : path + "/v2";

    private IReadOnlyList<string> Capabilities()
    {
        if (!table.Values.TryGetValue("capabilities", out object? value))
        {
            return _capabilities;
        }
        List<string> named =
            value is List<object> list && list.TrueForAll(x => x is string)
                ? [.. list.Cast<string>().Select(x => x.ToLowerInvariant())]
                : throw Wrong("\"capabilities\" is not a list of words");
        return named.Find(x => !_capabilities.Contains(x)) is { } odd
                ? throw Wrong(
                    $"\"{odd}\" is no capability: have {string.Join(", ", _capabilities)}"
                )
            : named is [] ? _capabilities
            : named;
    }

    // paths are relative to the file
    private IReadOnlyList<string> Authorities() =>
        table.Values.GetValueOrDefault("ca") switch
        {
            null => [],
            string one => [Beside(one)],
            List<object> list when list.TrueForAll(x => x is string) =>
            [
                .. list.Cast<string>().Select(Beside),
            ],
            _ => throw Wrong("\"ca\" is neither a path nor a list of paths"),
        };

    private string Beside(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(origin))!, path);

    private bool Flag(string key) =>
        table.Values.GetValueOrDefault(key) switch
        {
            null => false,
            bool flag => flag,
            _ => throw Wrong($"\"{key}\" is neither true nor false"),
        };

    private ImageStoreException Wrong(string what) =>
        new(
            $"read {origin}: {(table.Name.Count == 0 ? "" : $"host \"{table.Name[^1]}\": ")}{what}"
        );
}
