using System;
using System.Collections.Generic;
using ContainerRt.Fuzz.Driver;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Registry;

namespace ContainerRt.Fuzz.Targets;

/// <summary>docker's config.json: credentials, none, or an <see cref="ImageStoreException"/>, which never quotes a secret.</summary>
internal sealed class AuthFileTarget : IFuzzTarget
{
    private readonly Scratch _scratch = new();

    public string Name => "authfile";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        .. Vocabulary.Json, "\"auths\":", "\"auth\":", "\"identitytoken\":", "\"registrytoken\":", "\"credHelpers\":", "\"credsStore\":", "\"localhost:5000\":", "\"localhost:5000/a\":",
        "\"https://index.docker.io/v1/\":", "\"dTpw\"", "\"dQ==\"", "\"Og==\"", "\"===\"",
    ];

    public long BytesPerByte => 200;

    public string Run(byte[] input)
    {
        string path = _scratch.Write("config.json", input);
        string outcome = "";
        foreach (string host in new[] { "localhost:5000", "docker.io" })
        {
            try
            {
                RegistryCredentials? found = CredentialStore.Find(path, host, "a/b");
                outcome += found is null ? "none" : found.ToString();
            }
            catch (ImageStoreException e)
            {
                BrokenPromiseException.Unless(
                    e.Message.StartsWith("read credentials from ", StringComparison.Ordinal)
                        || e.Message.StartsWith("ask docker-credential-", StringComparison.Ordinal)
                        || e.Message.StartsWith("find credentials: ", StringComparison.Ordinal),
                    $"an error does not say what was tried: {e.Message}"
                );
                outcome += e.Message;
            }
        }
        return outcome;
    }
}
