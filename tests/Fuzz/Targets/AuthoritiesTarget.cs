using System;
using System.Collections.Generic;
using ContainerRt.Fuzz.Driver;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Registry;

namespace ContainerRt.Fuzz.Targets;

/// <summary>The `ca` of hosts.toml: certificates, or an <see cref="ImageStoreException"/> that names the file.</summary>
internal sealed class AuthoritiesTarget : IFuzzTarget
{
    private readonly Scratch _scratch = new();

    public string Name => "authorities";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        "-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", "-----BEGIN PRIVATE KEY-----\n", "-----END PRIVATE KEY-----\n", "-----BEGIN X509 CRL-----\n", "MII", "MIIB", "AAAA\n", "=", "==",
    ];

    public long BytesPerByte => 400;

    public string Run(byte[] input)
    {
        string path = _scratch.Write("ca.pem", input);
        try
        {
            _ = new TrustedAuthorities([path]);
            return "read";
        }
        catch (ImageStoreException e)
        {
            BrokenPromiseException.Unless(
                e.Message.StartsWith($"read certificates from {path}: ", StringComparison.Ordinal),
                $"an error does not name the file: {e.Message}"
            );
            return e.Message[path.Length..];
        }
    }
}
