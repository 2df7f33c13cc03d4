using System.Linq;
using System.Text.Json;
using ContainerRt.ImageStore.Images;
using ContainerRt.Spec.Distribution;
using ContainerRt.Spec.Image;
using ContainerRt.Spec.Json;

namespace ContainerRt.Cli.User;

/// <summary>An image in docker's shape, as far as crt has the fields.</summary>
internal static class ImageInspection
{
    public static void Write(Utf8JsonWriter json, StoredImage image)
    {
        ImageConfig config = image.Config;
        ImageReference[] names =
        [
            .. image
                .References.Select(name =>
                    ImageReference.TryParse(name, out ImageReference? parsed) ? parsed : null
                )
                .OfType<ImageReference>(),
        ];
        json.WriteStartObject();
        json.WriteString("Id", image.Id.ToString());
        json.Texts("RepoTags"u8, [.. names.Where(n => n.Digest is null).Select(n => n.Familiar)]);
        json.Texts(
            "RepoDigests"u8,
            [.. names.Select(n => Familiar($"{n.Name}@{image.ManifestDigest}")).Distinct()]
        );
        json.Text("Created"u8, config.Created);
        json.Text("Author"u8, config.Author);
        json.WriteString("Architecture", config.Architecture);
        json.Text("Variant"u8, config.Variant);
        json.WriteString("Os", config.Os);
        json.WriteNumber("Size", image.Size);
        json.WriteStartObject("Config");
        Members(json, config.Config ?? new ContainerDefaults());
        json.WriteEndObject();
        json.WriteStartObject("RootFS");
        json.WriteString("Type", "layers");
        json.Texts("Layers"u8, [.. config.RootFs.DiffIds.Select(digest => digest.ToString())]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Familiar(string name) =>
        ImageReference.TryParse(name, out ImageReference? parsed) ? parsed.Familiar : name;

    private static void Members(Utf8JsonWriter json, ContainerDefaults defaults)
    {
        json.WriteString("User", defaults.User ?? "");
        Keys(json, "ExposedPorts", [.. defaults.ExposedPorts?.Keys ?? Enumerable.Empty<string>()]);
        json.Texts("Env"u8, defaults.Env);
        json.Texts("Entrypoint"u8, defaults.Entrypoint);
        json.Texts("Cmd"u8, defaults.Cmd);
        Keys(json, "Volumes", [.. defaults.Volumes?.Keys ?? Enumerable.Empty<string>()]);
        json.WriteString("WorkingDir", defaults.WorkingDir ?? "");
        json.Map("Labels"u8, defaults.Labels);
        json.Text("StopSignal"u8, defaults.StopSignal);
    }

    // sets in Go's way: a map to nothing
    private static void Keys(Utf8JsonWriter json, string name, string[] keys)
    {
        if (keys.Length == 0)
        {
            return;
        }
        json.WriteStartObject(name);
        foreach (string key in keys)
        {
            json.WriteStartObject(key);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
