using System;
using System.IO;
using System.Text.Json;
using ContainerRt.Linux;
using ContainerRt.Spec.Json;

namespace ContainerRt.ImageStore;

/// <summary>An image, a registry or the store on disk is not as it has to be.</summary>
public sealed class ImageStoreException(string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What was attempted, and in our words why something else says that it failed.</summary>
    public static ImageStoreException Because(string attempt, Exception e) =>
        new($"{attempt}: {Why(e, attempt)}", e);

    private static string Why(Exception e, string attempt) =>
        e switch
        {
            ImageStoreException or DocumentException => e.Message,
            JsonException json => $"it is no JSON of that kind, line {json.LineNumber + 1 ?? 1}",
            InvalidDataException => "the data is damaged",
            _ => Reason.WithPath(e, attempt),
        };
}
