using System;
using System.IO;
using ContainerRt.ImageStore.Images;
using ContainerRt.Linux.Terminals;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageWorker;

/// <summary>One line an event, for logs.</summary>
internal sealed class PlainProgress(TextWriter output) : PullProgress
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    public override void Resolved(string reference, Digest manifest) =>
        Line($"{reference} is {manifest}");

    public override void LayerStarted(Descriptor layer, long resumed) =>
        Line(
            $"layer {Short(layer)}: {layer.Size} bytes{(resumed > 0 ? $", {resumed} are here" : "")}"
        );

    public override void LayerDone(Descriptor layer, bool wasThere) =>
        Line($"layer {Short(layer)}: {(wasThere ? "already here" : "done")}");

    public override void Warn(string message) => Line($"warning: {message}");

    public override void Retrying(string why, TimeSpan delay) =>
        Line($"{why}: again in {delay.TotalSeconds:0.0} s");

    private static string Short(Descriptor layer) => layer.Digest.Hex[..12];

    private void Line(string text) => _output.WriteLine(SafeText.Of(text));
}
