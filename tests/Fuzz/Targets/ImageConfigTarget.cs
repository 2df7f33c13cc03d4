using System.Collections.Generic;
using System.Linq;
using ContainerRt.Engine;
using ContainerRt.Engine.Bundles;
using ContainerRt.Fuzz.Driver;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Images;
using ContainerRt.Linux;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Image;
using ContainerRt.Spec.Image.Json;
using ContainerRt.Spec.Runtime;
using ContainerRt.Spec.Runtime.Json;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// An image's configuration to a bundle and its plan. Each stage has its own exception; whatever the image says, the
/// container has no capability, mount or annotation more than without it, and its masks.
/// </summary>
internal sealed class ImageConfigTarget : IFuzzTarget
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private readonly Scratch _scratch = new();
    private readonly Fd _root;
    private readonly Config _plain;

    public ImageConfigTarget()
    {
        _scratch.Directories("root/etc");
        _scratch.Write("root/etc/passwd", "root:x:0:0::/root:/bin/sh\nu:x:7:7::/u:/bin/sh\n"u8);
        _root = _scratch.Open("root");
        _plain = Make(new ContainerDefaults { Cmd = ["sh"] });
    }

    public string Name => "imageconfig";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        .. Vocabulary.Json, "\"architecture\":\"amd64\"", "\"os\":\"linux\"", "\"rootfs\":", "\"rootfs\":null", "\"diff_ids\":", "\"diff_ids\":null", "\"type\":\"layers\"", "\"config\":",
        "\"Env\":", "\"Env\":[null]", "\"Env\":[\"=\"]", "\"Cmd\":", "\"Entrypoint\":", "\"User\":", "\"User\":\"u:7\"", "\"WorkingDir\":", "\"WorkingDir\":\"a\"", "\"Volumes\":", "\"ExposedPorts\":",
        "\"Labels\":", "\"StopSignal\":", "\"StopSignal\":\"RTMIN+99\"", "\"history\":[null]", "\"A=b\"", "\"HOME=\"",
    ];

    public long BytesPerByte => 500;

    public string Run(byte[] input)
    {
        SerializerWitness.Agrees(input, ImageJson.Default.ImageConfig, ImageConfigReader.Read);
        try
        {
            ImageConfig image = ImageConfigDocument.Read(input, "it");
            _ = ChainId.Of(image.RootFs.DiffIds);
            ContainerDefaults defaults = image.Config ?? new ContainerDefaults();
            _ = defaults.StopSignal is { } signal ? SignalName.Parse(signal) : 0;
            Config config = Make(defaults);
            Check(config);
            SerializerWitness.Wrote(ConfigWriter.Write(config), config, RuntimeJson.Default.Config);
            ConfigRules.Enforce(config);
            HostFacts facts = new("/sys/fs/cgroup", [], "/");
            return PlanText.Of(Planner.Plan(new PlanRequest(config, "/bundle", Id, facts)))[^60..];
        }
        catch (System.Exception e)
            when (e is ImageStoreException or EngineException or ContainerException)
        {
            return e.Message;
        }
    }

    private Config Make(ContainerDefaults defaults) =>
        BundleWriter.Make(new(_scratch.Top, Id, defaults, new RunWishes(), 0), _root);

    private void Check(Config config)
    {
        BrokenPromiseException.Unless(
            config.Annotations is null
                && config.Hooks is null
                && config.Mounts!.Count == _plain.Mounts!.Count
                && config.Linux!.MaskedPaths!.SequenceEqual(_plain.Linux!.MaskedPaths!)
                && config.Process!.Capabilities!.Bounding!.SequenceEqual(
                    _plain.Process!.Capabilities!.Bounding!
                ),
            "an image's configuration has changed what the container may do"
        );
    }
}
