using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Spec.Distribution;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// registries.conf: for each image at least one place whose address can be made, or an <see cref="ImageStoreException"/>.
/// </summary>
internal sealed class RegistriesTarget : IFuzzTarget
{
    private static readonly ImageReference[] _references =
    [
        .. new[] { "alpine", "quay.example/a/b:c", "localhost:5000/x", "[::1]:5000/y" }.Select(
            text =>
                ImageReference.TryParse(text, out ImageReference? reference)
                    ? reference
                    : throw new InvalidOperationException(text)
        ),
    ];

    public string Name => "registries";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        "[[registry]]\n", "[[registry.mirror]]\n", "prefix = \"docker.io\"\n", "prefix = \"docker.io/library/alpine\"\n", "prefix = \"*.example\"\n", "location = \"localhost\"\n",
        "location = \"\"\n", "location = \"mirror.example/x\"\n", "location = \"a b\"\n", "location = \"[::1\"\n", "insecure = true\n", "blocked = true\n", "pull-from-mirror = \"digest-only\"\n",
        "/", ":", "http://", "\"", "\n", "=", "*", "[", "]", "#",
    ];

    public long BytesPerByte => 200;

    public string Run(byte[] input)
    {
        string outcome = "";
        try
        {
            RegistriesConfig config = RegistriesConfig.Parse(
                Encoding.UTF8.GetString(input),
                "registries.conf"
            );
            foreach (ImageReference reference in _references)
            {
                IReadOnlyList<RegistryEndpoint> places = config.EndpointsOf(reference);
                BrokenPromiseException.Unless(places.Count > 0, $"no place for {reference}");
                foreach (RegistryEndpoint place in places)
                {
                    outcome += place.Api("manifests/latest").Scheme;
                }
                outcome += ' ';
            }
            return outcome;
        }
        catch (ImageStoreException e)
        {
            return outcome + e.Message;
        }
    }
}
