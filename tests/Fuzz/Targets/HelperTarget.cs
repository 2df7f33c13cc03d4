using System;
using System.Collections.Generic;
using ContainerRt.Fuzz.Driver;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Registry;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// What a credential helper prints: a login, none, or an <see cref="ImageStoreException"/> whose text is the same for every
/// answer, so that no secret can be in it.
/// </summary>
internal sealed class HelperTarget : IFuzzTarget
{
    private const string Refused =
        "ask docker-credential-x for a login to localhost:5000: its answer is not JSON of a login";

    private readonly CredentialProgram _helper = new("x", TimeSpan.Zero);

    public string Name => "helper";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        .. Vocabulary.Json, "\"Username\":", "\"Secret\":", "\"ServerURL\":", "\"<token>\"", "\"username\":", "credentials not found in native keychain",
    ];

    public long BytesPerByte => 200;

    public string Run(byte[] input)
    {
        try
        {
            RegistryCredentials? found = _helper.Read(input, "localhost:5000");
            BrokenPromiseException.Unless(
                found is not { IdentityToken: not null } or { Username: "", Password: "" },
                "a token and a password at one time"
            );
            return found is null ? "none"
                : found.IdentityToken is null ? "login"
                : "token";
        }
        catch (ImageStoreException e)
        {
            BrokenPromiseException.Unless(
                e.Message == Refused,
                $"an error of its own: {e.Message}"
            );
            BrokenPromiseException.Unless(e.InnerException is null, "an error within the error");
            return "refused";
        }
    }
}
