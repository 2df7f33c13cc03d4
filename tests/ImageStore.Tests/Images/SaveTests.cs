using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.ImageStore.Layers;
using ContainerRt.Spec.Image;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Images;

/// <summary>`save` writes what was asked for, and no other name of it.</summary>
public sealed class SaveTests : ArchiveFixture
{
    [Theory]
    [InlineData("one:1", "docker.io/library/one:1")]
    [InlineData("one:1 one:1", "docker.io/library/one:1")]
    [InlineData("one:1 example.org/two:2", "docker.io/library/one:1 example.org/two:2")]
    [InlineData("ID", "")]
    [InlineData("ID one:1", "docker.io/library/one:1")]
    public async Task An_archive_has_the_names_that_were_asked_for_each_once(
        string asked,
        string expected
    )
    {
        ContentStore store = ContentStore.Open(Root);
        ImageTable table = new(store);
        Layout("1.0.0");
        Index(Image());
        Descriptor image = (await LoadAsync())[0].ManifestDescriptor;
        table.Name(image, "docker.io/library/one:1");
        table.Name(image, "example.org/two:2");
        string id = table.Need("one:1").Id.Hex;
        Dictionary<string, byte[]> files = await SavedAsync(
            store,
            asked.Replace("ID", id).Split(' ')
        );
        using JsonDocument index = JsonDocument.Parse(files["index.json"]);
        using JsonDocument docker = JsonDocument.Parse(files["manifest.json"]);
        string?[] names =
        [
            .. index
                .RootElement.GetProperty("manifests")
                .EnumerateArray()
                .Select(x =>
                    x.TryGetProperty("annotations", out JsonElement annotations)
                        ? annotations.GetProperty("io.containerd.image.name").GetString()
                        : ""
                ),
        ];
        Assert.Equal(expected, string.Join(' ', names));
        JsonElement only = Assert.Single(docker.RootElement.EnumerateArray());
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                only.GetProperty("RepoTags").EnumerateArray().Select(x => x.GetString())
            )
        );
    }

    private static async Task<Dictionary<string, byte[]>> SavedAsync(
        ContentStore store,
        string[] names
    )
    {
        ImageTable table = new(store);
        using MemoryStream archive = new();
        await new Save(store).RunAsync(
            [.. names.Select(table.NeedNamed)],
            archive,
            TestContext.Current.CancellationToken
        );
        archive.Position = 0;
        TarReader reader = new(archive);
        Dictionary<string, byte[]> files = [];
        while (reader.Next() is { } entry)
        {
            using MemoryStream content = new();
            while (reader.ReadBody() is { IsEmpty: false } piece)
            {
                content.Write(piece);
            }
            files.Add(Encoding.UTF8.GetString(entry.Name), content.ToArray());
        }
        return files;
    }
}
