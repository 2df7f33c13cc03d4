using System.Text;
using ContainerRt.Spec.Image;
using ContainerRt.Spec.Image.Json;
using ContainerRt.Spec.Json;
using Xunit;

namespace ContainerRt.Spec.Tests;

/// <summary>The image-spec documents as crt reads and writes them, and as the serializer does.</summary>
public sealed class ImageDocumentTests
{
    private const string Hash =
        "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    [Fact]
    public void A_manifest_is_read_as_the_serializer_reads_it() =>
        Witness.ReadsTheSame(ImageJson.Default.Manifest, ManifestReader.Read);

    [Fact]
    public void An_index_is_read_as_the_serializer_reads_it() =>
        Witness.ReadsTheSame(ImageJson.Default.ImageIndex, ImageIndexReader.Read);

    [Fact]
    public void An_image_configuration_is_read_as_the_serializer_reads_it() =>
        Witness.ReadsTheSame(ImageJson.Default.ImageConfig, ImageConfigReader.Read);

    [Fact]
    public void An_index_is_written_as_the_serializer_writes_it() =>
        Witness.WritesTheSame(ImageJson.Default.ImageIndex, ImageIndexWriter.Write);

    [Theory]
    [InlineData(
        "\"created\":null,\"author\":null,\"variant\":null,\"config\":null,\"history\":null"
    )]
    [InlineData(
        "\"history\":[{\"created\":null,\"created_by\":null,\"comment\":null,\"empty_layer\":null}]"
    )]
    [InlineData(
        "\"config\":{\"User\":null,\"Env\":null,\"Cmd\":null,\"Volumes\":null,\"Labels\":null,\"ArgsEscaped\":null}"
    )]
    public void A_member_that_need_not_be_there_may_be_null(string members)
    {
        byte[] json = Encoding.UTF8.GetBytes(
            $$"""{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":[]},{{members}} }"""
        );
        Assert.Equal("linux", ImageConfigReader.Read(json).Os);
        Witness.Agree(json, ImageJson.Default.ImageConfig, ImageConfigReader.Read);
    }

    [Fact]
    public void A_layout_is_read_as_the_serializer_reads_it() =>
        Witness.ReadsTheSame(ImageJson.Default.ImageLayout, ImageLayoutReader.Read);

    [Fact]
    public void A_layout_is_written_as_the_serializer_writes_it() =>
        Witness.WritesTheSame(ImageJson.Default.ImageLayout, ImageLayoutWriter.Write);

    // csharpier-ignore-start
    [Theory]
    [InlineData("", "it is no JSON, line 1")]
    [InlineData("[]", "the value is of another type, line 1")]
    [InlineData("null", "null is not allowed, line 1")]
    [InlineData("{} {}", "schemaVersion is missing, line 1")]
    [InlineData("{\"schemaVersion\":2}", "manifests is missing, line 1")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[]} {}", "it is no JSON, line 1")]
    [InlineData("{\"schemaVersion\":2,\n\"manifests\":null}", "null is not allowed at manifests, line 2")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[null]}", "null is not allowed at manifests[0], line 1")]
    [InlineData("{\"schemaVersion\":2,\"schemaVersion\":2}", "the member is there twice at schemaVersion, line 1")]
    [InlineData("{\"manifests\":[{\"digest\":\"sha256:0\"}]}", "\"sha256:0\" is not a sha256 or sha512 digest at manifests[0].digest, line 1")]
    [InlineData("{\"manifests\":[{\"mediaType\":\"a\",\"size\":1}]}", "digest is missing at manifests[0], line 1")]
    [InlineData("{\"manifests\":[{\"annotations\":{\"a\":\"\",\n\"a\":\"\"}}]}", "the member is there twice at manifests[0].annotations.a, line 2")]
    [InlineData("{\"mediaType\":\"\\ud800\"}", "the text is no Unicode at mediaType, line 1")]
    public void A_message_names_what_is_wrong_and_where(string json, string message)
    {
        DocumentException e = Assert.Throws<DocumentException>(() => ImageIndexReader.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(message, e.Message);
    }

    [Theory]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[],\"x\":1,\"x\":[{}]}")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[],\"Manifests\":null}")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[],\"annotations\":{\"a\":\"1\",\"a\":\"2\"}}")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[],\"manif\\u0065sts\":[]}")]
    [InlineData("{\"schemaVersion\":2,\"manif\\u0065sts\":[]}")]
    [InlineData("{\"schemaVersion\":2.0,\"manifests\":[]}")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"\",\"size\":1,\"digest\":\"" + Hash + "\",\"platform\":{}}]}")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"\",\"size\":1,\"digest\":\"" + Hash + "\",\"platform\":{\"os\":\"a\",\"os\":\"b\"}}]}")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[],}")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[]/**/}")]
    [InlineData("\ufeff{\"schemaVersion\":2,\"manifests\":[]}")]
    public void What_is_there_twice_unknown_or_strange_is_taken_as_the_serializer_takes_it(string json) =>
        Witness.Agree(Encoding.UTF8.GetBytes(json), ImageJson.Default.ImageIndex, ImageIndexReader.Read);
    // csharpier-ignore-end

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    public void What_is_too_deep_is_refused_where_the_serializer_refuses_it(int levels)
    {
        string deep = new string('[', levels) + new string(']', levels);
        string json = $"{{\"schemaVersion\":2,\"manifests\":[],\"x\":{deep}}}";
        Witness.Agree(
            Encoding.UTF8.GetBytes(json),
            ImageJson.Default.ImageIndex,
            ImageIndexReader.Read
        );
    }
}
