using System;
using System.Collections.Generic;
using System.Text.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.Engine.Containers;

/// <summary>record.json, read and written by crt alone.</summary>
public static class RecordJson
{
    /// <summary>Indented: a person may want to look at it.</summary>
    public static byte[] Write(ContainerRecord record) =>
        JsonMembers.Document(record, Members, indented: true);

    /// <summary>Null when the document is null.</summary>
    /// <exception cref="DocumentException">Not JSON, or a member is not of its type, null or there twice.</exception>
    public static ContainerRecord? Read(ReadOnlySpan<byte> document)
    {
        JsonCursor json = new(document);
        ContainerRecord? record = Record(ref json);
        json.End();
        return record;
    }

    private static void Members(Utf8JsonWriter json, ContainerRecord record)
    {
        json.Text("id"u8, record.Id);
        json.Text("name"u8, record.Name);
        json.Text("image"u8, record.Image);
        json.Text("imageId"u8, record.ImageId);
        json.WriteString("created"u8, record.Created);
        json.Texts("command"u8, record.Command);
        json.Flag("terminal"u8, record.Terminal);
        json.Flag("interactive"u8, record.Interactive);
        json.Flag("detached"u8, record.Detached);
        json.Flag("autoRemove"u8, record.AutoRemove);
        json.Number("stopSignal"u8, record.StopSignal);
        json.WriteString("runtime"u8, record.Runtime);
        json.Map("labels"u8, record.Labels);
        json.Texts("layers"u8, record.Layers);
    }

    // csharpier-ignore-start
    private static ContainerRecord? Record(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        string id = "", name = "", image = "", imageId = "";
        string? runtime = null;
        DateTime created = default;
        List<string> command = [], layers = [];
        bool terminal = false, interactive = false, detached = false, autoRemove = false;
        int stopSignal = 0;
        Dictionary<string, string> labels = [];
        while (json.Member())
        {
            if (json.Is("id"u8)) { id = json.NotNull(json.Text()); }
            else if (json.Is("name"u8)) { name = json.NotNull(json.Text()); }
            else if (json.Is("image"u8)) { image = json.NotNull(json.Text()); }
            else if (json.Is("imageId"u8)) { imageId = json.NotNull(json.Text()); }
            else if (json.Is("created"u8)) { created = json.Time(); }
            else if (json.Is("command"u8)) { command = json.NotNull(json.WholeTexts()); }
            else if (json.Is("terminal"u8)) { terminal = json.Flag(); }
            else if (json.Is("interactive"u8)) { interactive = json.Flag(); }
            else if (json.Is("detached"u8)) { detached = json.Flag(); }
            else if (json.Is("autoRemove"u8)) { autoRemove = json.Flag(); }
            else if (json.Is("stopSignal"u8)) { stopSignal = json.Int(); }
            else if (json.Is("runtime"u8)) { runtime = json.Text(); }
            else if (json.Is("labels"u8)) { labels = json.NotNull(json.Map()); }
            else if (json.Is("layers"u8)) { layers = json.NotNull(json.WholeTexts()); }
            else { json.Skip(); }
        }
        return new ContainerRecord
        {
            Id = id, Name = name, Image = image, ImageId = imageId, Created = created, Command = command,
            Terminal = terminal, Interactive = interactive, Detached = detached, AutoRemove = autoRemove,
            StopSignal = stopSignal, Runtime = runtime, Labels = labels, Layers = layers,
        };
    }
    // csharpier-ignore-end
}
