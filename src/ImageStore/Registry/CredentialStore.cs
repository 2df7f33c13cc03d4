using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace ContainerRt.ImageStore.Registry;

/// <summary>Finds credentials where docker and podman keep them, containers-auth.json(5).</summary>
public static class CredentialStore
{
    private const string DockerHubKey = "https://index.docker.io/v1/";
    private static readonly TimeSpan _helperTimeout = TimeSpan.FromSeconds(30);

    /// <param name="host">The registry.</param>
    /// <param name="repository">Entries for a part of a registry go before those for all of it.</param>
    public static RegistryCredentials? Find(string host, string repository)
    {
        foreach (string path in Files().Where(File.Exists))
        {
            if (Find(path, host, repository) is { } found)
            {
                return found;
            }
        }
        return null;
    }

    internal static RegistryCredentials? Find(string path, string host, string repository) =>
        Find(Read(path), path, host, repository);

    private static IEnumerable<string> Files()
    {
        string home = Environment.GetEnvironmentVariable("HOME") ?? "/root";
        if (Environment.GetEnvironmentVariable("REGISTRY_AUTH_FILE") is { Length: > 0 } named)
        {
            yield return named;
        }
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime)
        {
            yield return Path.Combine(runtime, "containers/auth.json");
        }
        yield return "/run/containers/0/auth.json";
        yield return Path.Combine(home, ".config/containers/auth.json");
        string? docker = Environment.GetEnvironmentVariable("DOCKER_CONFIG");
        yield return Path.Combine(
            string.IsNullOrEmpty(docker) ? Path.Combine(home, ".docker") : docker,
            "config.json"
        );
    }

    private static AuthFile Read(string path)
    {
        byte[] bytes = BoundedFile.Read(path, "read credentials from");
        try
        {
            return JsonSerializer.Deserialize(bytes, RegistryJson.Default.AuthFile)
                ?? new AuthFile();
        }
        catch (JsonException e)
        {
            throw ImageStoreException.Because($"read credentials from {path}", e);
        }
    }

    private static RegistryCredentials? Find(
        AuthFile file,
        string path,
        string host,
        string repository
    )
    {
        string key = host == "docker.io" ? DockerHubKey : host;
        string? helper =
            file.CredHelpers?.GetValueOrDefault(host) ?? file.CredHelpers?.GetValueOrDefault(key);
        if (helper is not null)
        {
            return Ask(helper, key);
        }
        foreach (string name in Keys(host, repository))
        {
            if (
                file.Auths?.GetValueOrDefault(name) is { } entry
                && Decode(entry, path, name) is { } found
            )
            {
                return found;
            }
        }
        return string.IsNullOrEmpty(file.CredsStore) ? null : Ask(file.CredsStore, key);
    }

    private static IEnumerable<string> Keys(string host, string repository)
    {
        for (
            string name = $"{host}/{repository}";
            name.Length > host.Length;
            name = name[..name.LastIndexOf('/')]
        )
        {
            yield return name;
        }
        yield return host;
        yield return $"https://{host}";
        if (host == "docker.io")
        {
            yield return DockerHubKey;
            yield return "index.docker.io";
        }
    }

    private static RegistryCredentials? Decode(AuthFile.Entry entry, string path, string name)
    {
        if (entry.RegistryToken is { Length: > 0 } token)
        {
            return new RegistryCredentials("", "") { RegistryToken = token };
        }
        if (string.IsNullOrEmpty(entry.Auth))
        {
            return entry.IdentityToken is { Length: > 0 } only
                ? new RegistryCredentials("", "", only)
                : null;
        }
        byte[] bytes = new byte[entry.Auth.Length];
        if (!Convert.TryFromBase64String(entry.Auth, bytes, out int length))
        {
            throw new ImageStoreException(
                $"read credentials from {path}: auths[\"{name}\"].auth is not base64"
            );
        }
        string[] parts = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0').Split(':', 2);
        return parts.Length == 2
            ? new RegistryCredentials(parts[0], parts[1], entry.IdentityToken)
            : throw new ImageStoreException(
                $"read credentials from {path}: auths[\"{name}\"].auth is not user:password"
            );
    }

    private static RegistryCredentials? Ask(string helper, string key) =>
        new CredentialProgram(helper, _helperTimeout).Ask(key);
}
