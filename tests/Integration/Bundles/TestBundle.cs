using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Programs;

namespace ContainerRt.Integration.Bundles;

/// <summary>A bundle directory: a busybox root and a config.json that the test changes before it is used.</summary>
public sealed class TestBundle
{
    public const string RuncSpec = "runc-spec.json";
    public const string DockerLike = "docker-like.json";

    public TestBundle(string folder, string config = RuncSpec)
    {
        Folder = folder;
        BusyboxRoot.CopyTo(Path.Combine(folder, "rootfs"));
        string text = File.ReadAllText(Path.Combine(Crt.Top, "tests/Integration/Bundles", config));
        Config = JsonNode.Parse(text)!.AsObject();
    }

    public string Folder { get; }

    public string Root => Path.Combine(Folder, "rootfs");

    public JsonObject Config { get; }

    public JsonObject Process => Config["process"]!.AsObject();

    public JsonObject Linux => Config["linux"]!.AsObject();

    public JsonArray Mounts => Config["mounts"]!.AsArray();

    public TestBundle Command(params string[] args)
    {
        Process["args"] = Strings(args);
        return this;
    }

    public TestBundle Shell(string script) => Command("/bin/sh", "-c", script);

    public TestBundle With(Action<TestBundle> change)
    {
        change(this);
        return this;
    }

    public TestBundle Write()
    {
        File.WriteAllText(Path.Combine(Folder, "config.json"), Config.ToJsonString());
        return this;
    }

    public static JsonArray Strings(IEnumerable<string> all) => [.. all.Select(x => (JsonNode)x)];
}
