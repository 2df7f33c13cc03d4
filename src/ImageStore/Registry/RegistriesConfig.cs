using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Spec.Distribution;

namespace ContainerRt.ImageStore.Registry;

/// <summary>
/// Where images are looked for: containers-registries.conf(5) and containerd's hosts.toml. Mirrors come
/// first, in the order of the file, then the registry itself.
/// </summary>
public sealed class RegistriesConfig
{
    private const string DefaultFile = "/etc/containers/registries.conf";
    private const string DefaultHosts = "/etc/containerd/certs.d";
    private readonly List<RegistryRule> _rules;
    private readonly string? _hosts;

    private RegistriesConfig(List<RegistryRule> rules, string? hosts)
    {
        _rules = rules;
        _hosts = hosts;
    }

    /// <summary>
    /// The configuration of this machine, or of the file that CRT_REGISTRIES_CONF and the directory that CRT_HOSTS_DIR names.
    /// </summary>
    public static RegistriesConfig Load()
    {
        string? named = Environment.GetEnvironmentVariable("CRT_REGISTRIES_CONF");
        string? hosts = Environment.GetEnvironmentVariable("CRT_HOSTS_DIR");
        if (string.IsNullOrEmpty(hosts))
        {
            hosts = string.IsNullOrEmpty(named) ? DefaultHosts : null;
        }
        return !string.IsNullOrEmpty(named) ? Parse(ReadFile(named), named, hosts)
            : File.Exists(DefaultFile) ? Parse(ReadFile(DefaultFile), DefaultFile, hosts)
            : new RegistriesConfig([], hosts);
    }

    public static RegistriesConfig Parse(string text, string origin, string? hosts = null)
    {
        List<RegistryRule> rules = [];
        foreach (TomlTable table in TomlReader.Read(text, origin))
        {
            switch (string.Join('.', table.Name))
            {
                case "registry" when table.IsArrayMember:
                    rules.Add(RegistryRule.From(table, origin));
                    break;
                case "registry.mirror" when table.IsArrayMember:
                    RegistryRule owner =
                        rules.LastOrDefault()
                        ?? throw new ImageStoreException(
                            $"read {origin}: a mirror stands before any registry"
                        );
                    owner.Mirrors.Add(MirrorRule.From(table, origin));
                    break;
                default:
                    break;
            }
        }
        return new RegistriesConfig(rules, hosts);
    }

    public IReadOnlyList<RegistryEndpoint> EndpointsOf(ImageReference reference)
    {
        RegistryRule? rule = _rules
            .Where(r => r.Covers(reference.Name))
            .MaxBy(r => r.Prefix.Length);
        if (rule is { Blocked: true })
        {
            throw new ImageStoreException(
                $"pull {reference}: the registry is blocked by registries.conf"
            );
        }
        List<RegistryEndpoint> endpoints = [];
        foreach (MirrorRule mirror in rule?.Mirrors ?? [])
        {
            if (mirror.Serves(reference))
            {
                string name = mirror.Location + reference.Name[rule!.Covered(reference.Name)..];
                endpoints.Add(At(name, mirror.Insecure) with { Upstream = reference.Domain });
            }
        }
        HostsFile? hosts = HostsFile.Find(_hosts, reference);
        endpoints.AddRange(hosts?.Mirrors ?? []);
        string upstream =
            rule is null || rule.IsWildcard
                ? reference.Name
                : rule.Location + reference.Name[rule.Covered(reference.Name)..];
        RegistryEndpoint own = At(upstream, rule?.Insecure ?? false);
        // a location of registries.conf may be for a part of a registry, a server of hosts.toml is for all of it
        endpoints.Add(upstream == reference.Name ? hosts?.Last(own) ?? own : own);
        return endpoints;
    }

    private static RegistryEndpoint At(string name, bool insecure)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string host = slash < 0 ? "" : name[..slash];
        RegistryEndpoint place = new(
            host,
            name[(slash + 1)..],
            RegistryEndpoint.IsLoopback(host),
            insecure
        )
        {
            MayBePlain = insecure,
        };
        return place.HasAddress
            ? place
            : throw new ImageStoreException(
                $"read the registry configuration: \"{name}\" is not HOST/REPOSITORY"
            );
    }

    private static string ReadFile(string path) =>
        BoundedFile.ReadText(path, "read the registry configuration");
}
