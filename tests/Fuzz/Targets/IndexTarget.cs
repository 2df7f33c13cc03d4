using System.Collections.Generic;
using System.Linq;
using ContainerRt.Fuzz.Driver;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.Spec.Image;
using ContainerRt.Spec.Image.Json;

namespace ContainerRt.Fuzz.Targets;

/// <summary>index.json of a store that another program has written into: a table, or an <see cref="ImageStoreException"/>.</summary>
internal sealed class IndexTarget : IFuzzTarget
{
    private const string Manifest = """
        {"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"layers":[]}
        """;

    private readonly Scratch _scratch = new();
    private readonly ContentStore _store;

    public IndexTarget()
    {
        _store = ContentStore.Open(_scratch.At("store"));
        _scratch.Directories("store/blobs/sha256");
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(Manifest);
        _scratch.Write($"store/blobs/sha256/{Digest.Sha256Of(bytes).Hex}", bytes);
        _scratch.Write($"store/blobs/sha256/{Digest.Sha256Of("{}"u8).Hex}", "{}"u8);
    }

    public string Name => "index";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        .. Vocabulary.Json, "\"manifests\":", "\"manifests\":null", "\"manifests\":[null]", "\"mediaType\":", "\"mediaType\":null", "\"digest\":", "\"size\":", "\"annotations\":null",
        "\"annotations\":{\"org.opencontainers.image.ref.name\":null}", $"\"{MediaTypes.Manifest}\"", "\"schemaVersion\":2",
    ];

    public long BytesPerByte => 300;

    public string Run(byte[] input)
    {
        SerializerWitness.Agrees(input, ImageJson.Default.ImageIndex, ImageIndexReader.Read);
        _scratch.Write("store/index.json", input);
        string outcome = "";
        ImageTable table = new(_store);
        foreach (string name in new[] { "alpine", "sha256:44" })
        {
            try
            {
                outcome += table.Find(name) is null ? "none" : "found";
            }
            catch (ImageStoreException e)
            {
                outcome += e.Message;
            }
        }
        try
        {
            ImageIndex index = _store.ReadIndex();
            byte[] written = ImageIndexWriter.Write(index);
            SerializerWitness.Wrote(written, index, ImageJson.Default.ImageIndex);
            return outcome + string.Concat(table.List().Select(image => image.Id.Hex[0]));
        }
        catch (ImageStoreException e)
        {
            return outcome + e.Message;
        }
    }
}
