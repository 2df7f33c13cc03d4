using System;
using System.IO;
using System.Text.Json.Nodes;
using ContainerRt.ImageStore.Tests.Layers;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using ContainerRt.Integration.User;
using Xunit;

namespace ContainerRt.SpecConformance.Image;

/// <summary>Image layouts that are written and read by the published programs.</summary>
public abstract class LayoutTest : UserTest
{
    protected const string Name = "example.org/thing:1";

    /// <summary>A small image, in a directory that may be changed before it is loaded.</summary>
    protected ImageLayout Layout { get; private set; } = null!;

    protected string In(string path) => Path.Combine(Layout.Folder, path);

    protected LayoutTest() =>
        Layout = new ImageLayout(
            Path.Combine(Folder, "layout"),
            Name,
            new TarBuilder().File("f", "content").ToArray()
        );

    protected Outcome Load() => Crt("load", "-i", Layout.Archive());

    protected void IsRefused(Outcome outcome)
    {
        Fails(outcome, 125);
        Assert.NotEqual("", outcome.Errors);
        Assert.Equal("", Succeeds("images", "-q"));
    }

    /// <summary>The layout, loaded and saved again.</summary>
    protected string Saved()
    {
        IsLoaded();
        string archive = Path.Combine(Folder, "saved.tar");
        _ = Succeeds("save", "-o", archive, Name);
        string into = Directory.CreateDirectory(Path.Combine(Folder, "saved")).FullName;
        Outcome tar = ProgramRun.To("tar", ["-C", into, "-xf", archive]);
        Assert.True(tar.ExitCode == 0, tar.ToString());
        return into;
    }

    protected void IsLoaded()
    {
        Outcome outcome = Load();
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Equal(Layout.ConfigDigest, outcome.Text);
    }

    protected static JsonObject Json(string file) =>
        JsonNode.Parse(File.ReadAllText(file))!.AsObject();

    protected static void IsMarker(string file) =>
        Assert.Equal("1.0.0", Json(file)["imageLayoutVersion"]!.GetValue<string>());

    protected static void IsIndex(string file)
    {
        JsonObject index = Json(file);
        Assert.Equal(2, index["schemaVersion"]!.GetValue<int>());
        JsonNode entry = Assert.Single(index["manifests"]!.AsArray())!;
        Assert.StartsWith("sha256:", entry["digest"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(entry["size"]!.GetValue<long>() > 0);
        Assert.NotEqual("", entry["mediaType"]!.GetValue<string>());
    }

    protected void ChangeIndex(Action<JsonArray> change)
    {
        JsonObject index = Json(In("index.json"));
        change(index["manifests"]!.AsArray());
        File.WriteAllText(In("index.json"), index.ToJsonString());
    }

    /// <summary>Adds a blob to the layout and returns its descriptor.</summary>
    protected JsonObject AddBlob(string type, string content)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(content);
        string digest = ImageLayout.DigestOf(bytes);
        File.WriteAllBytes(Layout.BlobFile(digest), bytes);
        return new JsonObject
        {
            ["mediaType"] = type,
            ["digest"] = digest,
            ["size"] = bytes.Length,
        };
    }
}
