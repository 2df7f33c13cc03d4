using System;
using System.Collections.Generic;
using System.Text.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Runtime.Json;

/// <summary>config.md: the document, its root, mounts and hooks. Members that nobody knows are passed over.</summary>
public static class ConfigReader
{
    /// <summary>Null when the document is null.</summary>
    /// <exception cref="DocumentException">Not JSON, or a member is not of its type or there twice.</exception>
    public static Config? Read(ReadOnlySpan<byte> document)
    {
        JsonCursor json = new(document);
        Config? config = Config(ref json);
        json.End();
        return config;
    }

    // csharpier-ignore-start
    private static Config? Config(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        Config config = new();
        while (json.Member())
        {
            if (json.Is("ociVersion"u8)) { config.OciVersion = json.Text(); }
            else if (json.Is("process"u8)) { config.Process = ProcessReader.Process(ref json); }
            else if (json.Is("root"u8)) { config.Root = Root(ref json); }
            else if (json.Is("hostname"u8)) { config.Hostname = json.Text(); }
            else if (json.Is("domainname"u8)) { config.Domainname = json.Text(); }
            else if (json.Is("mounts"u8)) { config.Mounts = json.List(Mount); }
            else if (json.Is("hooks"u8)) { config.Hooks = json.Map(Hooks); }
            else if (json.Is("annotations"u8)) { config.Annotations = json.Map(); }
            else if (json.Is("linux"u8)) { config.Linux = LinuxReader.Linux(ref json); }
            else if (json.Is("vm"u8)) { config.Vm = json.Tree(); }
            else if (json.Is("zos"u8)) { config.Zos = json.Tree(); }
            else if (json.Is("windows"u8)) { config.Windows = json.Tree(); }
            else if (json.Is("solaris"u8)) { config.Solaris = json.Tree(); }
            else if (json.Is("freebsd"u8)) { config.FreeBsd = json.Tree(); }
            else { json.Skip(); }
        }
        return config;
    }

    private static Root? Root(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        Root root = new();
        while (json.Member())
        {
            if (json.Is("path"u8)) { root.Path = json.Text(); }
            else if (json.Is("readonly"u8)) { root.Readonly = json.Flag(); }
            else { json.Skip(); }
        }
        return root;
    }

    private static Mount Mount(ref JsonCursor json)
    {
        if (!json.Object()) { return null!; }
        Mount mount = new();
        while (json.Member())
        {
            if (json.Is("destination"u8)) { mount.Destination = json.Text(); }
            else if (json.Is("type"u8)) { mount.Type = json.Text(); }
            else if (json.Is("source"u8)) { mount.Source = json.Text(); }
            else if (json.Is("options"u8)) { mount.Options = json.Texts(); }
            else if (json.Is("uidMappings"u8)) { mount.UidMappings = json.Tree(); }
            else if (json.Is("gidMappings"u8)) { mount.GidMappings = json.Tree(); }
            else { json.Skip(); }
        }
        return mount;
    }
    // csharpier-ignore-end

    private static List<JsonElement>? Hooks(ref JsonCursor json) =>
        json.List(static (ref hook) => hook.Any());
}
