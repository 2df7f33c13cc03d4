using System;
using System.Security.Cryptography;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Content;

/// <summary>Checks what comes from outside, in `crt-image` only: sha512 is the class library's.</summary>
internal static class ContentDigest
{
    internal static bool Matches(Digest digest, ReadOnlySpan<byte> content) =>
        digest.Algorithm == "sha512"
            ? digest.Hex == Convert.ToHexStringLower(SHA512.HashData(content))
            : digest.Matches(content);
}
