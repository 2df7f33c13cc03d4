using ContainerRt.Spec.Distribution;
using ContainerRt.Spec.Image;
using CsCheck;
using Xunit;

namespace ContainerRt.Fuzz.Properties;

/// <summary>Names that are made of good parts are taken apart into the same parts.</summary>
public sealed class NameProperties
{
    private static readonly Gen<string> _word = Gen.Char["abcdefxyz0123456789"]
        .Array[1, 8]
        .Select(letters => new string(letters));

    private static readonly Gen<string> _component = Gen.Select(
        _word,
        Gen.OneOf(".", "_", "__", "-", "---"),
        _word,
        (first, separator, last) => first + separator + last
    );

    private static readonly Gen<string> _path = _component
        .Array[1, 4]
        .Select(parts => string.Join('/', parts));

    private static readonly Gen<string> _host = Gen.Select(
        _word,
        _word,
        Gen.OneOf("", ":1", ":5000", ":65535"),
        (name, domain, port) => $"{name}.{domain}{port}"
    );

    private static readonly Gen<string> _tag = Gen.Char["abcXYZ019_.-"]
        .Array[0, 127]
        .Select(letters => "t" + new string(letters));

    private static readonly Gen<string> _digest = Gen
        .Byte.Array[32]
        .Select(bytes => Digest.FromSha256(bytes).ToString());

    [Fact]
    public void A_reference_of_good_parts_has_these_parts() =>
        Gen.Select(_host, _path, _tag.Null(), _digest.Null())
            .Sample(
                (host, path, tag, digest) =>
                {
                    string text =
                        $"{host}/{path}{(tag is null ? "" : ":" + tag)}{(digest is null ? "" : "@" + digest)}";
                    Assert.True(ImageReference.TryParse(text, out ImageReference? reference), text);
                    Assert.Equal(host, reference.Domain);
                    Assert.Equal(path, reference.Path);
                    Assert.Equal(digest is null ? tag ?? "latest" : tag, reference.Tag);
                    Assert.Equal(digest, reference.Digest?.ToString());
                }
            );

    [Fact]
    public void A_short_name_is_of_docker_io_and_its_short_form_means_the_same() =>
        _path.Sample(path =>
        {
            Assert.True(
                ImageReference.TryParse("docker.io/" + path, out ImageReference? reference),
                path
            );
            Assert.True(ImageReference.TryParse(reference.Familiar, out ImageReference? again));
            Assert.Equal(reference, again);
        });

    [Fact]
    public void A_reference_with_one_bad_character_is_refused_with_a_reason() =>
        Gen.Select(_host, _path, Gen.Char[" \\?#%\0\n\té"], Gen.Double[0, 1])
            .Sample(
                (host, path, bad, where) =>
                {
                    string good = $"{host}/{path}";
                    string text = good.Insert((int)(where * good.Length), bad.ToString());
                    Assert.False(ImageReference.TryParse(text, out _, out string? why), text);
                    Assert.NotEmpty(why);
                }
            );

    [Fact]
    public void A_digest_that_lost_or_gained_a_digit_is_none() =>
        Gen.Select(_digest, Gen.Int[0, 70], Gen.Char["0aF/."])
            .Sample(
                (digest, at, letter) =>
                {
                    Assert.True(Digest.TryParse(digest, out _));
                    Assert.False(Digest.TryParse(digest.Remove(at, 1), out _));
                    Assert.False(Digest.TryParse(digest.Insert(at, letter.ToString()), out _));
                }
            );
}
