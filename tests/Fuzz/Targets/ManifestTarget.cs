using System.Collections.Generic;
using System.Linq;
using ContainerRt.Fuzz.Driver;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Spec.Image;
using ContainerRt.Spec.Image.Json;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// A manifest or an index, whatever its sender called it: one of the two with no hole in it, or an
/// <see cref="ImageStoreException"/>. No document is both.
/// </summary>
internal sealed class ManifestTarget : IFuzzTarget
{
    private static readonly string?[] _declared =
    [
        null,
        MediaTypes.Manifest,
        MediaTypes.Index,
        MediaTypes.DockerManifest,
        "text/html",
    ];

    public string Name => "manifest";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        .. Vocabulary.Json, "\"schemaVersion\":2", "\"mediaType\":", "\"config\":", "\"layers\":", "\"manifests\":", "\"fsLayers\":", "\"digest\":", "\"size\":", "\"platform\":",
        "\"os\":\"linux\"", "\"architecture\":null", "\"architecture\":\"amd64\"", "\"variant\":\"v8\"", "\"config\":null", "\"layers\":[null]", "\"manifests\":null", "\"annotations\":",
        $"\"{MediaTypes.Manifest}\"", $"\"{MediaTypes.Index}\"", "\"mediaType\":7,",
    ];

    public long BytesPerByte => 300;

    public string Run(byte[] input)
    {
        SerializerWitness.Agrees(input, ImageJson.Default.Manifest, ManifestReader.Read);
        SerializerWitness.Agrees(input, ImageJson.Default.ImageIndex, ImageIndexReader.Read);
        string outcome = "";
        HashSet<bool> kinds = [];
        foreach (string? declared in _declared)
        {
            try
            {
                Digest digest = Digest.Sha256Of(input);
                ManifestDocument document = ManifestDocument.Read(input, digest, declared, "it");
                BrokenPromiseException.Unless(
                    document.Manifest is null != document.Index is null,
                    "a document is both or neither"
                );
                kinds.Add(document.Index is null);
                outcome += Use(document);
            }
            catch (ImageStoreException e)
            {
                outcome += declared is null ? e.Message : "";
            }
        }
        BrokenPromiseException.Unless(
            kinds.Count < 2,
            "a document is a manifest to one sender and an index to another"
        );
        return outcome;
    }

    private static string Use(ManifestDocument document)
    {
        if (document.Index is { } index)
        {
            return PlatformChoice.Choose(index, PlatformChoice.OfThisMachine, "it").MediaType;
        }
        Manifest manifest = document.Manifest!;
        IEnumerable<Descriptor> all = [manifest.Config, .. manifest.Layers];
        return string.Concat(all.Select(part => $"{part.MediaType.Length}{part.Digest.Hex[0]}"));
    }
}
