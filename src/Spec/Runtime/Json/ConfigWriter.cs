using System.Collections.Generic;
using System.Text.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Runtime.Json;

/// <summary>config.md: the document, its root, mounts and hooks. Indented, as a person may edit it.</summary>
public static class ConfigWriter
{
    public static byte[] Write(Config config) =>
        JsonMembers.Document(config, Members, indented: true);

    private static void Members(Utf8JsonWriter json, Config config)
    {
        json.Text("ociVersion"u8, config.OciVersion);
        json.Object("process"u8, config.Process, ProcessWriter.Process);
        json.Object("root"u8, config.Root, Root);
        json.Text("hostname"u8, config.Hostname);
        json.Text("domainname"u8, config.Domainname);
        json.List("mounts"u8, config.Mounts, Mount);
        Hooks(json, config.Hooks);
        json.Map("annotations"u8, config.Annotations);
        json.Object("linux"u8, config.Linux, LinuxWriter.Linux);
        json.Tree("vm"u8, config.Vm);
        json.Tree("zos"u8, config.Zos);
        json.Tree("windows"u8, config.Windows);
        json.Tree("solaris"u8, config.Solaris);
        json.Tree("freebsd"u8, config.FreeBsd);
    }

    private static void Root(Utf8JsonWriter json, Root root)
    {
        json.Text("path"u8, root.Path);
        json.Flag("readonly"u8, root.Readonly);
    }

    private static void Mount(Utf8JsonWriter json, Mount mount)
    {
        json.Text("destination"u8, mount.Destination);
        json.Text("type"u8, mount.Type);
        json.Text("source"u8, mount.Source);
        json.Texts("options"u8, mount.Options);
        json.Tree("uidMappings"u8, mount.UidMappings);
        json.Tree("gidMappings"u8, mount.GidMappings);
    }

    private static void Hooks(Utf8JsonWriter json, Dictionary<string, List<JsonElement>?>? hooks)
    {
        if (hooks is null)
        {
            return;
        }
        json.WriteStartObject("hooks"u8);
        foreach ((string name, List<JsonElement>? all) in hooks)
        {
            json.WritePropertyName(name);
            if (all is null)
            {
                json.WriteNullValue();
                continue;
            }
            json.WriteStartArray();
            foreach (JsonElement hook in all)
            {
                hook.WriteTo(json);
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
