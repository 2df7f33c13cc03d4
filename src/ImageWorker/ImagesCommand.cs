using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.Linux.Streams;
using ContainerRt.Linux.Terminals;
using ContainerRt.Spec.Distribution;

namespace ContainerRt.ImageWorker;

/// <summary>`crt-image images`</summary>
internal static class ImagesCommand
{
    public static void Run(IReadOnlyList<string> args, Func<ContentStore> open)
    {
        Arguments parsed = Arguments.Parse(args, "-q|--quiet", "--digests", "--format=");
        IReadOnlyList<StoredImage> images = new ImageTable(open()).List();
        switch (parsed["--format"] ?? "table")
        {
            case "table" when parsed.Has("--quiet"):
                StandardStreams.Output(
                    string.Concat(
                        images.Select(i => i.Id).Distinct().Select(id => $"{id.Hex[..12]}\n")
                    )
                );
                break;
            case "table":
                PrintTable(images, parsed.Has("--digests"));
                break;
            case "json":
                PrintJson(images);
                break;
            default:
                throw new UsageException($"--format \"{parsed["--format"]}\" is not table or json");
        }
    }

    private static void PrintTable(IReadOnlyList<StoredImage> images, bool digests)
    {
        List<string[]> rows =
        [
            ["REPOSITORY", "TAG", "DIGEST", "IMAGE ID", "CREATED", "SIZE"],
        ];
        foreach (StoredImage image in images)
        {
            foreach (string? name in image.References.DefaultIfEmpty())
            {
                rows.Add([.. Row(image, name).Select(SafeText.Of)]);
            }
        }
        int[] columns = digests ? [0, 1, 2, 3, 4, 5] : [0, 1, 3, 4, 5];
        int[] widths = [.. Enumerable.Range(0, 6).Select(c => rows.Max(r => r[c].Length))];
        foreach (string[] row in rows)
        {
            StandardStreams.Output(
                string.Join("   ", columns.Select(c => row[c].PadRight(widths[c]))).TrimEnd() + "\n"
            );
        }
    }

    private static string[] Row(StoredImage image, string? name)
    {
        _ = ImageReference.TryParse(name ?? "", out ImageReference? reference);
        string familiar = reference?.Familiar ?? name ?? "<none>";
        int end = familiar.IndexOfAny([':', '@'], familiar.LastIndexOf('/') + 1);
        return
        [
            end < 0 ? familiar : familiar[..end],
            reference?.Tag ?? "<none>",
            image.ManifestDigest.ToString(),
            image.Id.Hex[..12],
            image.Config.Created is { Length: >= 10 } created ? created[..10] : "-",
            $"{image.Size / 1e6:0.0} MB",
        ];
    }

    private static void PrintJson(IReadOnlyList<StoredImage> images)
    {
        using StandardOutput output = new();
        using (Utf8JsonWriter writer = new(output))
        {
            writer.WriteStartArray();
            foreach (StoredImage image in images)
            {
                InspectCommand.Write(writer, image, withConfig: false);
            }
            writer.WriteEndArray();
        }
        output.WriteByte((byte)'\n');
    }
}
