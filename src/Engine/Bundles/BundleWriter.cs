using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Linux;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Seccomp;
using ContainerRt.Spec.Image;
using ContainerRt.Spec.Runtime;
using ContainerRt.Spec.Runtime.Json;

namespace ContainerRt.Engine.Bundles;

/// <summary>Image configuration and the user's wishes to a runtime-spec bundle, image-spec conversion.md.</summary>
/// <remarks>Labels of the image do not become annotations: runtimes act on those (CVE-2025-24965, CVE-2026-53488).</remarks>
public static class BundleWriter
{
    /// <summary>Writes config.json and the files of /etc that it mounts.</summary>
    /// <param name="rootfs">The mounted root, for the user's name.</param>
    public static void Write(BundleRequest request, Fd rootfs)
    {
        string directory = request.Directory;
        List<Mount> volumes = ImageVolumes.Make(request, rootfs);
        RunWishes all = request.Wishes with { ImageVolumes = volumes };
        Config config = Make(request with { Wishes = all }, rootfs);
        File.WriteAllText(Path.Combine(directory, "hostname"), config.Hostname + "\n");
        File.WriteAllText(Path.Combine(directory, "hosts"), Hosts(config.Hostname!));
        string resolver = "/etc/resolv.conf";
        File.WriteAllText(
            Path.Combine(directory, "resolv.conf"),
            request.Wishes.Network == "host" && File.Exists(resolver)
                ? File.ReadAllText(resolver)
                : ""
        );
        File.WriteAllBytes(
            Path.Combine(directory, "bundle", "config.json"),
            ConfigWriter.Write(config)
        );
    }

    public static Config Make(BundleRequest request, Fd rootfs)
    {
        RunWishes wishes = request.Wishes;
        List<string> capabilities = Capabilities.Of(
            wishes.Privileged ? [.. wishes.CapabilitiesAdded, "ALL"] : wishes.CapabilitiesAdded,
            wishes.CapabilitiesDropped,
            request.OwnCapabilities
        );
        string hostname =
            wishes.Hostname
            ?? (wishes.Network == "host" ? Environment.MachineName : request.Id[..12]);
        List<Mount> mounts = DefaultMounts.For(wishes.Privileged, request.Directory);
        List<Mount> volumes = VolumeMount.ParseAll(wishes.Volumes);
        mounts.RemoveAll(mount =>
            volumes.Exists(volume => volume.Destination == mount.Destination)
        );
        // as docker: what is mounted in another mount comes after it
        List<Mount> all =
        [
            .. mounts
                .Concat(wishes.ImageVolumes)
                .Concat(volumes)
                .OrderBy(mount => mount.Destination!.Count(c => c == '/')),
        ];
        ContainerFiles files = new(rootfs, all, "/");
        return new Config
        {
            OciVersion = "1.0.2",
            Hostname = hostname,
            Root = new Root { Path = "rootfs", Readonly = wishes.ReadOnly },
            Process = Process(files, request, capabilities, hostname),
            Mounts = all,
            Linux = LinuxPart(request.Id, wishes, capabilities),
        };
    }

    private static Process Process(
        ContainerFiles files,
        BundleRequest request,
        List<string> capabilities,
        string hostname
    )
    {
        (ContainerDefaults image, RunWishes wishes) = (request.Image, request.Wishes);
        User user = UserLookup.Find(files, wishes.User ?? image.User ?? "");
        return new Process
        {
            Terminal = wishes.Terminal,
            User = user,
            Args = Arguments(image, wishes),
            Env = ContainerVariables.Of(image, wishes, hostname),
            Cwd = WorkingDirectory(wishes.WorkingDirectory ?? image.WorkingDir),
            Capabilities = new LinuxCapabilities
            {
                Bounding = capabilities,
                // as the kernel has it after a change to another user
                Effective = user.Uid == 0 ? capabilities : [],
                Permitted = user.Uid == 0 ? capabilities : [],
            },
        };
    }

    public static List<string> Arguments(ContainerDefaults image, RunWishes wishes)
    {
        IEnumerable<string> entrypoint = wishes.Entrypoint ?? image.Entrypoint ?? [];
        // an entrypoint of the user's own drops the image's command
        IEnumerable<string> command =
            wishes.Command.Count > 0 ? wishes.Command
            : wishes.Entrypoint is not null ? []
            : image.Cmd ?? [];
        List<string> arguments = [.. entrypoint, .. command];
        return arguments.Count > 0
            ? arguments
            : throw new EngineException("no command specified, and the image has none");
    }

    private static string WorkingDirectory(string? wanted)
    {
        if (string.IsNullOrEmpty(wanted))
        {
            return "/";
        }
        return wanted[0] == '/'
            ? wanted
            : throw new EngineException($"working directory \"{wanted}\": want an absolute path");
    }

    private static Spec.Runtime.Linux LinuxPart(
        string id,
        RunWishes wishes,
        List<string> capabilities
    )
    {
        List<string> namespaces = ["pid", "ipc", "uts", "mount", "cgroup"];
        switch (wishes.Network)
        {
            case "none":
                namespaces.Add("network");
                break;
            case "host":
                break;
            default:
                throw new EngineException(
                    $"network \"{wishes.Network}\" is not supported yet: want none or host"
                );
        }
        bool all = wishes.Privileged;
        return new Spec.Runtime.Linux
        {
            Namespaces = [.. namespaces.Select(type => new LinuxNamespace { Type = type })],
            CgroupsPath = $"/crt/{id}",
            MaskedPaths = all ? null : DefaultMounts.Masked,
            ReadonlyPaths = all ? null : DefaultMounts.ReadOnly(),
            Resources = new LinuxResources { Devices = Devices(all) },
            Seccomp = all ? null : DefaultProfile.For(capabilities, Native),
        };
    }

    private static SeccompArchitecture Native =>
        System.Runtime.InteropServices.RuntimeInformation.OSArchitecture
        == System.Runtime.InteropServices.Architecture.Arm64
            ? SeccompArchitecture.Arm64
            : SeccompArchitecture.X64;

    private static List<LinuxDeviceCgroup> Devices(bool all)
    {
        if (all)
        {
            return [new LinuxDeviceCgroup { Allow = true, Access = "rwm" }];
        }
        (string Type, long? Major, long? Minor, string Access)[] allowed =
        [
            ("c", null, null, "m"),
            ("b", null, null, "m"),
            ("c", 1, 3, "rwm"),
            ("c", 1, 5, "rwm"),
            ("c", 1, 7, "rwm"),
            ("c", 1, 8, "rwm"),
            ("c", 1, 9, "rwm"),
            ("c", 5, 0, "rwm"),
            ("c", 5, 1, "rwm"),
            ("c", 5, 2, "rwm"),
            ("c", 136, null, "rwm"),
        ];
        return
        [
            new LinuxDeviceCgroup { Allow = false, Access = "rwm" },
            .. allowed.Select(d => new LinuxDeviceCgroup
            {
                Allow = true,
                Type = d.Type,
                Major = d.Major,
                Minor = d.Minor,
                Access = d.Access,
            }),
        ];
    }

    private static string Hosts(string hostname) =>
        $"127.0.0.1\tlocalhost {hostname}\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n";
}
