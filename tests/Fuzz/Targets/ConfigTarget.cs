using System;
using System.Collections.Generic;
using ContainerRt.Fuzz.Driver;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;
using ContainerRt.Spec.Runtime.Json;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// config.json to a plan. Anything is a plan or a <see cref="ContainerException"/>; a configuration survives being written
/// and read; the same one gives the same plan.
/// </summary>
internal sealed class ConfigTarget : IFuzzTarget
{
    public string Name => "config";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        .. Vocabulary.Json, "\"ociVersion\":", "\"process\":", "\"args\":", "\"env\":", "\"cwd\":", "\"root\":", "\"path\":", "\"mounts\":", "\"options\":",
        "\"destination\":", "\"linux\":", "\"namespaces\":", "\"type\":", "\"resources\":", "\"devices\":", "\"unified\":", "\"seccomp\":", "\"hooks\":",
        "\"sysctl\":", "\"rlimits\":", "\"capabilities\":", "\"user\":", "\"maskedPaths\":", "\"annotations\":", "\"cgroupsPath\":", "\"memory\":", "\"swap\":",
        "\"mount\"", "\"pid\"", "\"bind\"", "\"rbind\"", "\"ro\"", "\"/proc\"", "\"/\"", "\"../..\"", "\"1.0.2\"", "\"a\":\"b\"", "\"terminal\":true",
    ];

    public long BytesPerByte => 400;

    public IReadOnlyList<string> MoreInputs =>
        [
            "tests/Integration/Bundles/runc-spec.json",
            "tests/Integration/Bundles/docker-like.json",
            "../shared/spec/runtime-spec/test/config/good",
            "../shared/spec/runtime-spec/test/config/bad",
        ];

    public string Run(byte[] input)
    {
        SerializerWitness.Agrees(
            input,
            RuntimeJson.Default.Config,
            ConfigReader.Read,
            stricter: true
        );
        try
        {
            Config config = BundleDirectory.Parse(input, "config.json");
            byte[] written = ConfigWriter.Write(config);
            SerializerWitness.Wrote(written, config, RuntimeJson.Default.Config);
            Config again = BundleDirectory.Parse(written, "config.json");
            BrokenPromiseException.Unless(
                written.AsSpan().SequenceEqual(ConfigWriter.Write(again)),
                "a configuration that was written and read is another one"
            );
            ConfigRules.Enforce(config);
            string plan = PlanText.Of(Plan(config));
            BrokenPromiseException.Unless(
                plan == PlanText.Of(Plan(again)),
                "one configuration has two plans"
            );
            return plan;
        }
        catch (ContainerException e)
        {
            return e.Message;
        }
    }

    private static ContainerPlan Plan(Config config) =>
        Planner.Plan(
            new PlanRequest(config, "/bundle", "id", new HostFacts("/sys/fs/cgroup", [], "/home"))
        );
}
