using System.Collections.Generic;
using System.Linq;
using ContainerRt.Fuzz.Driver;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Spec.Distribution;

namespace ContainerRt.Fuzz.Targets;

/// <summary>containerd's hosts.toml: places whose addresses can be made, or an <see cref="ImageStoreException"/>.</summary>
internal sealed class HostsTarget : IFuzzTarget
{
    private readonly Scratch _scratch = new();
    private readonly ImageReference _image;

    public HostsTarget()
    {
        _scratch.Directories("docker.io");
        _ = ImageReference.TryParse("alpine", out ImageReference? image);
        _image = image!;
    }

    public string Name => "hosts";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        "server = \"https://a\"\n", "server = \"registry.example/a/v2\"\n", "override_path = true\n", "dial_timeout = \"1s\"\n", "ca = \"a.pem\"\n", "[header]\n", "[host]\n", "[host.\"https://mirror.example\"]\n", "[host.\"http://127.0.0.1:5000\"]\n", "[host.\"http://[::1]\"]\n", "[host.\"http://\"]\n", "[host.\"a\"]\n",
        "capabilities = [\"pull\"]\n", "capabilities = []\n", "capabilities = [true, 1, [\"pull\"]]\n", "skip_verify = true\n", "?", "#", "@", "/v2", "%2f", "\"",
    ];

    public long BytesPerByte => 200;

    public string Run(byte[] input)
    {
        _scratch.Write("docker.io/hosts.toml", input);
        try
        {
            return string.Concat(
                RegistriesConfig
                    .Parse("", "registries.conf", _scratch.Top)
                    .EndpointsOf(_image)
                    .Select(place => place.Api("manifests/latest").Scheme + place)
            );
        }
        catch (ImageStoreException e)
        {
            return e.Message;
        }
    }
}
