using System;
using System.IO;
using System.Linq;
using ContainerRt.Engine.Bundles;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Spec.Image;
using ContainerRt.Spec.Runtime;
using Xunit;

namespace ContainerRt.Engine.Tests;

public sealed class BundleWriterTests : IDisposable
{
    private const ulong AllCapabilities = (1UL << 41) - 1;

    private readonly string _root = Directory.CreateTempSubdirectory("crt-bundle").FullName;

    [Theory]
    [InlineData("ep", "cmd", null, "", "ep cmd")]
    [InlineData("ep", "cmd", null, "mine", "ep mine")]
    [InlineData("ep", "cmd", "other", "", "other")]
    [InlineData("ep", "cmd", "other", "mine", "other mine")]
    [InlineData("", "cmd", null, "", "cmd")]
    [InlineData("ep", "cmd", "", "mine", "mine")]
    public void Entrypoint_and_command_are_joined_as_docker_does(
        string entrypoint,
        string cmd,
        string? own,
        string mine,
        string expected
    )
    {
        ContainerDefaults image = new()
        {
            Entrypoint = [.. Words(entrypoint)],
            Cmd = [.. Words(cmd)],
        };
        RunWishes wishes = new()
        {
            Entrypoint = own is null ? null : Words(own),
            Command = Words(mine),
        };
        Assert.Equal(expected, string.Join(' ', BundleWriter.Arguments(image, wishes)));
    }

    [Fact]
    public void Whatever_procfs_has_beside_the_processes_is_hidden_or_read_only()
    {
        Config config = Make(new RunWishes { Command = ["sh"] });
        Assert.Equal(
            [],
            Directory
                .GetFileSystemEntries("/proc")
                .Where(path => !char.IsAsciiDigit(Path.GetFileName(path)[0]))
                .Where(path => new FileInfo(path).LinkTarget is null)
                .Except(config.Linux!.MaskedPaths!)
                .Except(config.Linux.ReadonlyPaths!)
        );
        Assert.Null(
            Make(new RunWishes { Command = ["sh"], Privileged = true }).Linux!.ReadonlyPaths
        );
    }

    [Fact]
    public void Nothing_to_run_is_an_error() =>
        Assert.Throws<EngineException>(() =>
            BundleWriter.Arguments(new ContainerDefaults(), new RunWishes())
        );

    [Fact]
    public void A_plain_container_has_dockers_capabilities_namespaces_and_a_filter()
    {
        Config config = Make(new RunWishes { Command = ["x"] });
        Assert.Equal(14, config.Process!.Capabilities!.Bounding!.Count);
        Assert.Equal(
            ["pid", "ipc", "uts", "mount", "cgroup", "network"],
            config.Linux!.Namespaces!.Select(n => n.Type)
        );
        Assert.NotNull(config.Linux.Seccomp);
        Assert.Contains("/proc/kcore", config.Linux.MaskedPaths!);
        Assert.Contains("/proc/sys", config.Linux.ReadonlyPaths!);
        Assert.Null(config.Annotations);
    }

    [Fact]
    public void A_user_who_is_not_root_has_no_effective_capability()
    {
        LinuxCapabilities sets = Make(
            new RunWishes { Command = ["x"], User = "1000" }
        ).Process!.Capabilities!;
        Assert.Empty(sets.Effective!);
        Assert.Empty(sets.Permitted!);
        Assert.NotEmpty(sets.Bounding!);
    }

    [Fact]
    public void The_hosts_network_is_shared_by_having_no_network_namespace() =>
        Assert.DoesNotContain(
            Make(new RunWishes { Command = ["x"], Network = "host" }).Linux!.Namespaces!,
            n => n.Type == "network"
        );

    [Fact]
    public void Labels_of_an_image_do_not_become_annotations() =>
        Assert.Null(
            Make(
                new RunWishes { Command = ["x"] },
                new ContainerDefaults { Labels = new() { ["run.oci.hooks"] = "x" } }
            ).Annotations
        );

    [Theory]
    [InlineData("bridge", "network \"bridge\" is not supported yet")]
    public void A_network_that_is_not_there_yet_is_an_error_that_names_it(
        string network,
        string expected
    ) =>
        Assert.Contains(
            expected,
            Assert
                .Throws<EngineException>(() =>
                    Make(new RunWishes { Command = ["x"], Network = network })
                )
                .Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("", "ALL", 0)]
    [InlineData("NET_ADMIN", "ALL", 1)]
    [InlineData("cap_net_admin", "", 15)]
    [InlineData("", "CHOWN", 13)]
    [InlineData("ALL", "CHOWN", 40)]
    public void Capabilities_are_added_and_dropped(string add, string drop, int count) =>
        Assert.Equal(count, Capabilities.Of(Words(add), Words(drop), AllCapabilities).Count);

    [Theory]
    [InlineData("/a")]
    [InlineData("data:/a")]
    [InlineData("/a:b")]
    [InlineData("/a:/")]
    [InlineData("/a:/b:what")]
    [InlineData("/a:/b:ro:x")]
    public void A_volume_that_is_not_understood_is_an_error(string text) =>
        Assert.Throws<EngineException>(() => VolumeMount.Parse(text));

    [Theory]
    [InlineData("/x")]
    [InlineData("/x/")]
    [InlineData("/y/../x")]
    public void Two_volumes_in_one_place_are_an_error(string other) =>
        Assert.Contains(
            "duplicate mount point /x",
            Assert
                .Throws<EngineException>(() =>
                    VolumeMount.ParseAll([$"{_root}:/x", $"{_root}:{other}"])
                )
                .Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("sigkill", 9)]
    [InlineData("2", 2)]
    [InlineData("SIGRTMIN+3", 37)]
    [InlineData("RTMAX-1", 63)]
    public void A_signal_has_a_name_or_a_number(string text, int number) =>
        Assert.Equal(number, SignalName.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("SIG")]
    [InlineData("RTMIN-1")]
    [InlineData("-9")]
    public void What_is_no_signal_is_refused(string text) =>
        Assert.Throws<EngineException>(() => SignalName.Parse(text));

    private Config Make(RunWishes wishes, ContainerDefaults? image = null)
    {
        using Fd root = HostPath.OpenDirectory(_root).OrThrow("open");
        BundleRequest request = new(
            _root,
            new string('a', 64),
            image ?? new ContainerDefaults(),
            wishes,
            AllCapabilities
        );
        return BundleWriter.Make(request, root);
    }

    private static string[] Words(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
