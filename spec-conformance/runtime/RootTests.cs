using System.IO;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Programs;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config.md: version, root, annotations, extensibility, values.</summary>
public sealed class RootTests : RuntimeTest
{
    [Must("version-semver")]
    public void A_version_that_is_none_is_refused()
    {
        Bundle.Config["ociVersion"] = "banana";
        CreateIsRefused();
    }

    [Must("version-compatible")]
    public void Every_version_up_to_the_runtimes_own_is_accepted()
    {
        string[] versions = ["1.0.0", "1.0.2-dev", "1.1.0", "1.2.0"];
        foreach (string version in versions)
        {
            Bundle.Config["ociVersion"] = version;
            Assert.Equal(version, Says("echo " + version));
        }
    }

    [Must("root-required")]
    public void A_configuration_without_root_is_refused()
    {
        _ = Bundle.Config.Remove("root");
        CreateIsRefused();
    }

    [Must("root-exists")]
    public void A_root_that_is_not_there_is_refused()
    {
        Bundle.Config["root"]!["path"] = "not-there";
        CreateIsRefused();
    }

    [Must("root-relative")]
    public void A_relative_root_is_one_below_the_bundle()
    {
        Directory.Move(Bundle.Root, Path.Combine(Bundle.Folder, "renamed"));
        Bundle.Config["root"]!["path"] = "renamed";
        Assert.Equal("here", Says("echo here"));
    }

    [Must("root-absolute")]
    public void An_absolute_root_may_lie_elsewhere()
    {
        string elsewhere = Path.Combine(Folder, "elsewhere");
        Directory.Move(Bundle.Root, elsewhere);
        Bundle.Config["root"]!["path"] = elsewhere;
        Assert.Equal("here", Says("echo here"));
    }

    [Must("root-readonly")]
    public void A_readonly_root_cannot_be_written()
    {
        Assert.Equal("refused", Says("touch /file 2>/dev/null || echo refused"));
        WritableRoot();
        Assert.Equal("written", Says("touch /file && echo written"));
    }

    [Must("annotations-map")]
    public void Annotations_that_are_no_map_are_refused()
    {
        Bundle.Config["annotations"] = new JsonArray("a");
        CreateIsRefused();
    }

    [Must("annotations-key-empty")]
    public void An_empty_key_is_refused()
    {
        Bundle.Config["annotations"] = new JsonObject { [""] = "value" };
        CreateIsRefused();
    }

    [Must("annotations-value-string")]
    public void A_value_that_is_no_string_is_refused()
    {
        Bundle.Config["annotations"] = new JsonObject { ["org.example"] = 1 };
        CreateIsRefused();
    }

    [Must("annotations-value-empty")]
    public void An_empty_value_is_accepted()
    {
        Bundle.Config["annotations"] = new JsonObject { ["org.example"] = "" };
        JsonNode state = State(CreateSleeping());
        Assert.Equal("", state["annotations"]!["org.example"]!.GetValue<string>());
    }

    [Must("annotations-unknown")]
    public void An_unknown_annotation_is_ignored()
    {
        Bundle.Config["annotations"] = new JsonObject
        {
            ["org.example.nobody.knows"] = "x",
            ["org.opencontainers.image.nobody.knows"] = "x",
        };
        Assert.Equal("here", Says("echo here"));
    }

    [Must("extensibility")]
    public void An_unknown_property_is_ignored()
    {
        Bundle.Config["unknown"] = new JsonObject { ["a"] = new JsonArray(1, "b") };
        Bundle.Process["unknown"] = 1;
        Bundle.Linux["unknown"] = new JsonArray();
        Bundle.Mounts[0]!["unknown"] = "x";
        Assert.Equal("here", Says("echo here"));
    }

    [Must("valid-values")]
    public void An_invalid_value_is_an_error()
    {
        string good = Bundle.Config.ToJsonString();
        (string Find, string Replace)[] changes =
        [
            ("{\"type\":\"pid\"}", "{\"type\":\"no-such-namespace\"}"),
            ("\"linux\":{", "\"linux\":{\"rootfsPropagation\":\"sideways\","),
            ("\"linux\":{", "\"linux\":{\"seccomp\":{\"defaultAction\":\"SCMP_ACT_DANCE\"},"),
            (
                "\"linux\":{",
                "\"linux\":{\"devices\":[{\"type\":\"x\",\"path\":\"/dev/x\",\"major\":1,\"minor\":1}],"
            ),
        ];
        foreach ((string find, string replace) in changes)
        {
            string bad = good.Replace(find, replace, System.StringComparison.Ordinal);
            Assert.NotEqual(good, bad);
            File.WriteAllText(Path.Combine(Bundle.Folder, "config.json"), bad);
            Outcome outcome = Detached($"create --bundle '{Bundle.Folder}' {NewId()}");
            Assert.True(outcome.ExitCode != 0, replace);
            IsRefused(outcome);
        }
    }
}
