using System.Collections.Generic;
using System.Linq;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Spec.Distribution;
using ContainerRt.Spec.Image;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Registry;

public sealed class ConfigurationTests
{
    [Fact]
    public void Several_challenges_in_one_header_are_told_apart()
    {
        IReadOnlyList<Challenge> found = ChallengeParser.Parse(
            "Basic realm=\"a, b=\\\"c\\\"\", Bearer realm=\"https://auth.test/token\",service=reg,scope=\"repository:x:pull,push\""
        );
        Assert.Equal(["Basic", "Bearer"], found.Select(c => c.Scheme));
        Assert.Equal("a, b=\"c\"", found[0]["realm"]);
        Assert.Equal("repository:x:pull,push", found[1]["scope"]);
        Assert.Equal("reg", found[1]["service"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",,,")]
    [InlineData("=")]
    [InlineData("Bearer realm=\"no end")]
    [InlineData("Bearer realm=\"x\\")]
    [InlineData("Bearer realm=a,realm=b")]
    [InlineData("\"\"\"\"")]
    public void A_broken_challenge_is_no_challenge(string header) =>
        Assert.Empty(ChallengeParser.Parse(header));

    [Fact]
    public void Mirrors_come_before_the_registry_and_the_longest_prefix_decides()
    {
        RegistriesConfig config = RegistriesConfig.Parse(
            """
            unqualified-search-registries = ["a.test"] # ignored
            [[registry]]
            prefix = "docker.io"
            location = "docker.io"
            [[registry.mirror]]
            location = "127.0.0.1:5000/hub"
            [[registry]]
            prefix = "docker.io/secret"
            blocked = true
            """,
            "test"
        );
        Assert.True(ImageReference.TryParse("alpine", out ImageReference? alpine));
        IReadOnlyList<RegistryEndpoint> endpoints = config.EndpointsOf(alpine);
        Assert.Equal(
            [
                "http://127.0.0.1:5000/v2/hub/library/alpine/x?ns=docker.io",
                "https://registry-1.docker.io/v2/library/alpine/x",
            ],
            endpoints.Select(e => e.Api("x").ToString())
        );
        Assert.True(ImageReference.TryParse("secret/thing", out ImageReference? secret));
        Assert.Throws<ImageStoreException>(() => config.EndpointsOf(secret));
    }

    [Theory]
    [InlineData("[[registry")]
    [InlineData("[[registry]]\nprefix = ")]
    [InlineData("[[registry]]\nprefix = \"a")]
    [InlineData("[[registry]]\nprefix = [[[[[[[[[[[[[[[[")]
    [InlineData("[[registry]]\nprefix = \"a\" \"b\"")]
    [InlineData("[[registry]]\nprefix = \"a\"\nprefix = \"b\"")]
    [InlineData("[[registry.mirror]]\nlocation = \"a\"")]
    [InlineData("[[registry]]\n")]
    [InlineData("= 1")]
    [InlineData("\0")]
    public void A_broken_configuration_is_an_error_that_names_the_file(string text)
    {
        ImageStoreException error = Assert.Throws<ImageStoreException>(() =>
            RegistriesConfig.Parse(text, "the-file")
        );
        Assert.Contains("the-file", error.Message);
    }

    [Theory]
    [InlineData("linux/x86_64", "amd64")]
    [InlineData("linux/aarch64", "arm64")]
    [InlineData("linux/arm/v7", "arm/v7")]
    [InlineData("linux/arm/v8", "arm/v7")]
    [InlineData("linux/amd64/v3", "amd64")]
    public void The_best_platform_of_an_index_is_chosen(string wanted, string expected)
    {
        ImageIndex index = Index(
            "linux/amd64",
            "linux/arm64/v8",
            "linux/arm/v6",
            "linux/arm/v7",
            "unknown/unknown"
        );
        Descriptor chosen = PlatformChoice.Choose(index, PlatformChoice.Parse(wanted), "x");
        Assert.Equal("linux/" + expected, PlatformChoice.Normalise(chosen.Platform!).ToString());
    }

    [Fact]
    public void A_platform_that_is_missing_is_an_error_that_lists_those_there_are()
    {
        ImageIndex index = Index("linux/amd64", "linux/arm64", "unknown/unknown");
        ImageStoreException error = Assert.Throws<ImageStoreException>(() =>
            PlatformChoice.Choose(index, PlatformChoice.Parse("linux/s390x"), "x")
        );
        Assert.EndsWith("linux/amd64, linux/arm64", error.Message);
    }

    private static ImageIndex Index(params string[] platforms) =>
        new()
        {
            SchemaVersion = 2,
            Manifests =
            [
                .. platforms
                    .Select(p => p.Split('/'))
                    .Select(
                        (p, i) =>
                            new Descriptor
                            {
                                MediaType = MediaTypes.Manifest,
                                Digest = Digest.Sha256Of([(byte)i]),
                                Size = 1,
                                Platform = new Platform
                                {
                                    Os = p[0],
                                    Architecture = p[1],
                                    Variant = p.Length == 3 ? p[2] : null,
                                },
                            }
                    ),
            ],
        };
}
