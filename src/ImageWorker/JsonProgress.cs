using System;
using System.IO;
using System.Text;
using System.Text.Json;
using ContainerRt.ImageStore.Images;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageWorker;

/// <summary>One JSON object a line, for programs.</summary>
internal sealed class JsonProgress(TextWriter output) : PullProgress
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    public override void Resolved(string reference, Digest manifest) =>
        Event(
            "resolved",
            w =>
            {
                w.WriteString("reference", reference);
                w.WriteString("digest", manifest.ToString());
            }
        );

    public override void LayerStarted(Descriptor layer, long resumed) =>
        Layer("started", layer, resumed);

    public override void LayerReceived(Descriptor layer, long bytes) =>
        Layer("received", layer, bytes);

    public override void LayerDone(Descriptor layer, bool wasThere) =>
        Layer("done", layer, layer.Size);

    public override void Warn(string message) =>
        Event("warning", w => w.WriteString("message", message));

    public override void Retrying(string why, TimeSpan delay) =>
        Event("retrying", w => w.WriteString("message", why));

    private void Layer(string name, Descriptor layer, long bytes) =>
        Event(
            name,
            w =>
            {
                w.WriteString("digest", layer.Digest.ToString());
                w.WriteNumber("bytes", bytes);
                w.WriteNumber("size", layer.Size);
            }
        );

    private void Event(string name, Action<Utf8JsonWriter> members)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter writer = new(line))
        {
            writer.WriteStartObject();
            writer.WriteString("event", name);
            members(writer);
            writer.WriteEndObject();
        }
        _output.WriteLine(Encoding.UTF8.GetString(line.ToArray()));
    }
}
