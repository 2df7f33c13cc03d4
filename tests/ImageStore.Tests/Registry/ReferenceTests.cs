using ContainerRt.Spec.Distribution;
using ContainerRt.Spec.Image;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Registry;

public sealed class ReferenceTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("alpine", "docker.io/library/alpine:latest", "alpine:latest")]
    [InlineData("alpine:3", "docker.io/library/alpine:3", "alpine:3")]
    [InlineData("foo/bar", "docker.io/foo/bar:latest", "foo/bar:latest")]
    [InlineData("index.docker.io/alpine", "docker.io/library/alpine:latest", "alpine:latest")]
    [InlineData("localhost/a", "localhost/a:latest", "localhost/a:latest")]
    [InlineData("localhost:5000/a:b", "localhost:5000/a:b", "localhost:5000/a:b")]
    [InlineData("Host/a", "Host/a:latest", "Host/a:latest")]
    [InlineData("[::1]:5000/a", "[::1]:5000/a:latest", "[::1]:5000/a:latest")]
    [InlineData("a__b/c-d.e", "docker.io/a__b/c-d.e:latest", "a__b/c-d.e:latest")]
    [InlineData("a@sha256:" + Hex, "docker.io/library/a@sha256:" + Hex, "a@sha256:" + Hex)]
    [InlineData("a:t@sha256:" + Hex, "docker.io/library/a:t@sha256:" + Hex, "a:t@sha256:" + Hex)]
    public void A_reference_gets_its_defaults(string text, string full, string familiar)
    {
        Assert.True(ImageReference.TryParse(text, out ImageReference? reference));
        Assert.Equal(full, reference.ToString());
        Assert.Equal(familiar, reference.Familiar);
    }

    [Theory]
    [InlineData("")]
    [InlineData("UPPER")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a..b")]
    [InlineData("a___b")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a:")]
    [InlineData("a:-t")]
    [InlineData("a:t/../b")]
    [InlineData("../../etc/passwd")]
    [InlineData("a@sha256:123")]
    [InlineData("a@sha256:../../../../etc/passwd")]
    [InlineData("host:port/a")]
    [InlineData("-host.x/a")]
    [InlineData("a b")]
    [InlineData("a\u001b[31m")]
    [InlineData(Hex)]
    public void What_is_not_a_reference_is_refused_with_a_reason(string text)
    {
        Assert.False(ImageReference.TryParse(text, out _, out string? why));
        Assert.NotEmpty(why);
    }

    [Fact]
    public void A_reference_of_any_length_is_answered()
    {
        Assert.False(ImageReference.TryParse(new string('a', 256), out _));
        Assert.False(ImageReference.TryParse(new string('a', 10_000_000), out _));
        Assert.False(ImageReference.TryParse("a:" + new string('t', 129), out _));
        Assert.True(ImageReference.TryParse("a:" + new string('t', 128), out _));
    }

    [Theory]
    [InlineData("sha256:" + Hex, true)]
    [InlineData("sha512:" + Hex + Hex, true)]
    [InlineData("sha256:" + Hex + "0", false)]
    [InlineData("sha512:" + Hex, false)]
    [InlineData("sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("sha256:../../../6789abcdef0123456789abcdef0123456789abcdef0123456789abcd", false)]
    [InlineData("md5:0123456789abcdef0123456789abcdef", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_digest_is_checked_before_it_can_name_a_file(string? text, bool valid) =>
        Assert.Equal(valid, Digest.TryParse(text, out _));
}
