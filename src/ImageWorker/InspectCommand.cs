using System;
using System.Collections.Generic;
using System.Text.Json;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageWorker;

/// <summary>`crt-image inspect`: JSON on standard output.</summary>
internal static class InspectCommand
{
    public static void Run(IReadOnlyList<string> args, Func<ContentStore> open)
    {
        Arguments parsed = Arguments.Parse(args);
        if (parsed.Operands.Count != 1)
        {
            throw new UsageException("inspect takes one image");
        }
        StoredImage image = new ImageTable(open()).Need(parsed.Operands[0]);
        using StandardOutput output = new();
        using (Utf8JsonWriter writer = new(output, new JsonWriterOptions { Indented = true }))
        {
            Write(writer, image, withConfig: true);
        }
        output.WriteByte((byte)'\n');
    }

    public static void Write(Utf8JsonWriter writer, StoredImage image, bool withConfig)
    {
        writer.WriteStartObject();
        writer.WriteString("id", image.Id.ToString());
        writer.WriteString("manifestDigest", image.ManifestDigest.ToString());
        WriteList(writer, "references", image.References);
        writer.WriteNumber("size", image.Size);
        writer.WriteString("created", image.Config.Created);
        writer.WriteString("os", image.Config.Os);
        writer.WriteString("architecture", image.Config.Architecture);
        if (withConfig)
        {
            WriteList(writer, "layers", image.LayerDirectories);
            writer.WritePropertyName("config");
            JsonSerializer.Serialize(writer, image.Config, ImageJson.Default.ImageConfig);
        }
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }
        writer.WriteEndArray();
    }
}
