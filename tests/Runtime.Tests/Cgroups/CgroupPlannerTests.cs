using System.Linq;
using ContainerRt.Runtime.Cgroups;
using ContainerRt.Runtime.Tests.Bundle;
using Xunit;

namespace ContainerRt.Runtime.Tests.Cgroups;

public sealed class CgroupPlannerTests
{
    [Theory]
    // cpu.shares to cpu.weight: the ends and the default of both scales meet
    [InlineData("cpu", "{\"shares\":0}", "")]
    [InlineData("cpu", "{\"shares\":1}", "cpu.weight=1")]
    [InlineData("cpu", "{\"shares\":2}", "cpu.weight=1")]
    [InlineData("cpu", "{\"shares\":1024}", "cpu.weight=100")]
    [InlineData("cpu", "{\"shares\":262144}", "cpu.weight=10000")]
    [InlineData("cpu", "{\"shares\":18446744073709551615}", "cpu.weight=10000")]
    [InlineData("cpu", "{\"shares\":1024,\"idle\":1}", "cpu.idle=1")]
    [InlineData("cpu", "{\"quota\":50000}", "cpu.max=50000 100000")]
    [InlineData("cpu", "{\"quota\":-1,\"period\":20000}", "cpu.max=max 20000")]
    [InlineData("cpu", "{\"quota\":0}", "cpu.max=max 100000")]
    [InlineData("cpu", "{\"period\":0}", "")]
    [InlineData("cpu", "{\"burst\":7}", "cpu.max.burst=7")]
    [InlineData("cpu", "{\"cpus\":\"0-1\",\"mems\":\"0\"}", "cpuset.cpus=0-1 cpuset.mems=0")]
    [InlineData("cpu", "{\"cpus\":\"\",\"realtimeRuntime\":0}", "")]
    // 0 leaves a limit as it is, below 0 there is none
    [InlineData("memory", "{\"limit\":0}", "")]
    [InlineData("memory", "{\"limit\":-1}", "memory.max=max")]
    [InlineData("memory", "{\"limit\":9223372036854775807}", "memory.max=9223372036854775807")]
    [InlineData("memory", "{\"reservation\":5}", "memory.low=5")]
    // the configuration's swap is memory and swap together
    [InlineData("memory", "{\"limit\":100,\"swap\":0}", "memory.max=100")]
    [InlineData("memory", "{\"limit\":100,\"swap\":100}", "memory.max=100 memory.swap.max=0")]
    [InlineData("memory", "{\"limit\":100,\"swap\":150}", "memory.max=100 memory.swap.max=50")]
    [InlineData("memory", "{\"limit\":100,\"swap\":-1}", "memory.max=100 memory.swap.max=max")]
    [InlineData("memory", "{\"swap\":-1}", "memory.swap.max=max")]
    [InlineData("memory", "{\"limit\":-1,\"swap\":50}", "memory.max=max memory.swap.max=50")]
    // runc's meaning of 0; a container without one process could not start
    [InlineData("pids", "{\"limit\":0}", "pids.max=1")]
    [InlineData("pids", "{\"limit\":-1}", "pids.max=max")]
    [InlineData("pids", "{\"limit\":10}", "pids.max=10")]
    [InlineData("unified", "{\"memory.high\":\"5\"}", "memory.high=5")]
    public void A_resource_is_a_file_of_cgroup_v2(string field, string json, string wanted)
    {
        CgroupPlan plan = new TestConfig().With($"linux.resources.{field}", json).Plan().Cgroup;
        Assert.Equal(wanted, string.Join(' ', plan.Settings.Select(s => $"{s.File}={s.Value}")));
        Assert.All(
            plan.Settings,
            s =>
                Assert.StartsWith(
                    $"linux.resources.{field}.",
                    s.Source,
                    System.StringComparison.Ordinal
                )
        );
    }

    [Theory]
    [InlineData(
        "linux.resources.memory",
        "{\"swap\":5}",
        "linux.resources.memory.swap: unable to set swap limit without memory limit"
    )]
    [InlineData(
        "linux.resources.memory",
        "{\"limit\":6,\"swap\":5}",
        "linux.resources.memory.swap: memory+swap limit should be >= memory limit"
    )]
    [InlineData(
        "linux.resources.memory",
        "{\"kernel\":5}",
        "linux.resources.memory.kernel: cgroup v2 has nothing like it"
    )]
    [InlineData(
        "linux.resources.memory",
        "{\"kernelTCP\":5}",
        "linux.resources.memory.kernelTCP: cgroup v2 has nothing like it"
    )]
    [InlineData(
        "linux.resources.memory",
        "{\"swappiness\":5}",
        "linux.resources.memory.swappiness: cgroup v2 has nothing like it"
    )]
    [InlineData(
        "linux.resources.memory",
        "{\"disableOOMKiller\":true}",
        "linux.resources.memory.disableOOMKiller: cgroup v2 has nothing like it"
    )]
    [InlineData(
        "linux.resources.cpu",
        "{\"realtimeRuntime\":5}",
        "linux.resources.cpu.realtimePeriod: realtime period not supported on cgroupv2"
    )]
    [InlineData(
        "linux.resources.unified",
        "{\"../x.y\":\"5\"}",
        "linux.resources.unified: \"../x.y\" is not the name of a cgroup file"
    )]
    [InlineData(
        "linux.resources.unified",
        "{\"..\":\"5\"}",
        "linux.resources.unified: \"..\" is not the name of a cgroup file"
    )]
    [InlineData(
        "linux.resources.unified",
        "{\"x\":\"5\"}",
        "linux.resources.unified: \"x\" is not the name of a cgroup file"
    )]
    [InlineData(
        "linux.cgroupsPath",
        "\"/a/../../b\"",
        "linux.cgroupsPath: \"/a/../../b\" must not contain . or .."
    )]
    [InlineData(
        "linux.cgroupsPath",
        "\"./b\"",
        "linux.cgroupsPath: \"./b\" must not contain . or .."
    )]
    [InlineData(
        "linux.cgroupsPath",
        "\"system.slice:crt:x\"",
        "linux.cgroupsPath: \"system.slice:crt:x\" is for the systemd driver, which is not supported yet"
    )]
    [InlineData(
        "linux.resources.devices",
        "[{\"type\":\"p\"}]",
        "linux.resources.devices[0].type: unknown type \"p\", want a, b or c"
    )]
    [InlineData(
        "linux.resources.devices",
        "[{\"access\":\"rx\"}]",
        "linux.resources.devices[0].access: unknown letter in \"rx\", want letters of rwm"
    )]
    [InlineData(
        "linux.resources.devices",
        "[{},{\"major\":-2}]",
        "linux.resources.devices[1].major: -2 is no device number"
    )]
    [InlineData(
        "linux.resources.devices",
        "[{\"minor\":2147483648}]",
        "linux.resources.devices[0].minor: 2147483648 is no device number"
    )]
    public void What_a_control_group_cannot_have_names_the_field(
        string field,
        string json,
        string message
    )
    {
        ContainerException e = Assert.Throws<ContainerException>(() =>
            new TestConfig().With(field, json).Plan()
        );
        Assert.Equal(message, e.Message);
        Assert.Equal(ContainerErrorKind.InvalidSpec, e.Kind);
    }

    [Theory]
    [InlineData("\"/a//b/\"", "a/b")]
    [InlineData("\"a/b\"", "a/b")]
    [InlineData("\"\"", "crt/test")]
    [InlineData("\"/\"", "crt/test")]
    [InlineData("\"/a/..b\"", "a/..b")]
    public void A_path_is_below_the_root_of_the_hierarchy(string json, string path) =>
        Assert.Equal(path, new TestConfig().With("linux.cgroupsPath", json).Plan().Cgroup.Path);

    [Fact]
    public void More_shares_never_weigh_less()
    {
        long last = 0;
        for (ulong shares = 1; shares <= 262144; shares = shares * 9 / 8 + 1)
        {
            CgroupPlan plan = new TestConfig()
                .With("linux.resources.cpu", $"{{\"shares\":{shares}}}")
                .Plan()
                .Cgroup;
            long weight = long.Parse(
                plan.Settings[0].Value,
                System.Globalization.CultureInfo.InvariantCulture
            );
            Assert.InRange(weight, last, 10000);
            last = weight;
        }
    }
}
