using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Tests.Bundle;

/// <summary>A configuration of real engines, with changes, read the way in which crt reads it.</summary>
internal sealed class TestConfig
{
    public const string RuncSpec = "runc-spec";
    public const string DockerLike = "docker-like";

    private readonly JsonNode _root;

    public TestConfig(string name = RuncSpec) =>
        _root = JsonNode.Parse(
            File.ReadAllText(Repository.PathOf($"tests/Integration/Bundles/{name}.json"))
        )!;

    /// <summary>Sets, or with null takes away, what a path such as `process.rlimits.0.soft` names.</summary>
    public TestConfig With(string path, string? json)
    {
        string[] parts = path.Split('.');
        JsonNode at = _root;
        for (int i = 0; i < parts.Length - 1; i++)
        {
            JsonNode? next = at is JsonArray list ? list[Index(parts[i])] : at[parts[i]];
            at = next ?? (at[parts[i]] = new JsonObject());
        }
        string last = parts[^1];
        if (at is JsonArray array)
        {
            array[Index(last)] = JsonNode.Parse(json!);
        }
        else if (json is null)
        {
            _ = at.AsObject().Remove(last);
        }
        else
        {
            at[last] = JsonNode.Parse(json);
        }
        return this;
    }

    public Config Read() =>
        BundleDirectory.Parse(Encoding.UTF8.GetBytes(_root.ToJsonString()), "config.json");

    public PlanRequest Request() =>
        new(Read(), "/bundle", "test", new HostFacts("/sys/fs/cgroup", [], "/srv/user"));

    public ContainerPlan Plan() => Planner.Plan(Request());

    private static int Index(string part) => int.Parse(part, CultureInfo.InvariantCulture);
}
