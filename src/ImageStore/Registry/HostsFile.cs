using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Spec.Distribution;

namespace ContainerRt.ImageStore.Registry;

/// <summary>containerd's hosts.toml for one registry, as its docs/hosts.md has it; docs/registries.md says what is left out.</summary>
internal sealed class HostsFile
{
    private readonly ImageReference _reference;
    private readonly string? _server;
    private readonly HostsTable _top;

    private HostsFile(string text, string path, ImageReference reference)
    {
        _reference = reference;
        IReadOnlyList<TomlTable> tables = TomlReader.Read(text, path);
        foreach (TomlTable table in tables)
        {
            CheckName(table, path);
            new HostsTable(table, path).Check(top: table.Name.Count == 0);
        }
        _top = new HostsTable(tables[0], path);
        _server = tables[0].Values.GetValueOrDefault("server") switch
        {
            null => null,
            string server => server,
            _ => throw new ImageStoreException($"read {path}: \"server\" is not an address"),
        };
        Mirrors =
        [
            .. tables
                .Where(table => table.Name.Count == 2)
                .Select(table => new HostsTable(table, path).At(table.Name[1], reference)),
        ];
    }

    /// <summary>The `[host]` tables in the order of the file.</summary>
    public IReadOnlyList<RegistryEndpoint> Mirrors { get; }

    /// <summary>The file for a registry, or null.</summary>
    /// <param name="directory">certs.d.</param>
    /// <param name="reference">The image.</param>
    public static HostsFile? Find(string? directory, ImageReference reference)
    {
        // the first directory decides, even when no hosts.toml is in it
        string? found = directory is null
            ? null
            : Names(reference.Domain)
                .Select(name => Path.Combine(directory, name))
                .FirstOrDefault(Directory.Exists);
        string path = Path.Combine(found ?? "", "hosts.toml");
        return found is not null && File.Exists(path)
            ? new HostsFile(BoundedFile.ReadText(path, "read"), path, reference)
            : null;
    }

    /// <summary>The place that is asked after all mirrors.</summary>
    /// <param name="own">The registry itself, which it is when the file names no `server`.</param>
    public RegistryEndpoint Last(RegistryEndpoint own) =>
        string.IsNullOrEmpty(_server) ? _top.Apply(own) : _top.At(_server, _reference);

    private static IEnumerable<string> Names(string domain)
    {
        int colon = domain.LastIndexOf(':');
        if (colon > domain.LastIndexOf(']'))
        {
            yield return $"{domain[..colon]}_{domain[(colon + 1)..]}_";
        }
        yield return domain;
        yield return "_default";
    }

    private static void CheckName(TomlTable table, string path)
    {
        bool known = table.Name is [] or ["host"] or ["host", _] && !table.IsArrayMember;
        if (known && (table.Name is not ["host"] || table.Values.Count == 0))
        {
            return;
        }
        throw new ImageStoreException(
            table.Name[^1] == "header"
                ? $"read {path}: \"header\" is not supported: headers cannot be added"
                : $"read {path}: the table [{string.Join('.', table.Name)}] is not known here"
        );
    }
}
