using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Spec.Distribution;

namespace ContainerRt.ImageStore.Registry;

/// <summary>containerd's `certs.d/HOST/hosts.toml`: the mirrors of one registry.</summary>
internal static class HostsFile
{
    public static IEnumerable<RegistryEndpoint> Mirrors(string? directory, ImageReference reference)
    {
        string path = Path.Combine(directory ?? "", reference.Domain, "hosts.toml");
        if (directory is null || !File.Exists(path))
        {
            return [];
        }
        return TomlReader
            .Read(File.ReadAllText(path), path)
            .Where(table => table.Name.Count == 2 && table.Name[0] == "host" && CanPull(table))
            .Select(table => At(table, reference, path))
            .ToList();
    }

    private static bool CanPull(TomlTable table) =>
        table.Values.GetValueOrDefault("capabilities") is not List<object> list
        || list.Contains("pull");

    private static RegistryEndpoint At(TomlTable table, ImageReference reference, string path) =>
        Uri.TryCreate(table.Name[1], UriKind.Absolute, out Uri? address)
        && address.Scheme is ("http" or "https")
            ? new RegistryEndpoint(
                address.Authority,
                reference.Path,
                address.Scheme == "http",
                table.Flag("skip_verify"),
                reference.Domain
            )
            : throw new ImageStoreException(
                $"read {path}: \"{table.Name[1]}\" is not an address of a registry"
            );
}
