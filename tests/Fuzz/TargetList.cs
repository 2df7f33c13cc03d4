using System;
using System.Collections.Generic;
using ContainerRt.Fuzz.Targets;

namespace ContainerRt.Fuzz;

/// <summary>All parsers under test. README.md says which others there are and why they are not here.</summary>
internal static class TargetList
{
    // made when asked for: some make directories
    private static readonly SortedDictionary<string, Func<IFuzzTarget>> _all = new(
        StringComparer.Ordinal
    )
    {
        ["archive"] = () => new ArchiveTarget(),
        ["attach"] = () => new AttachTarget(),
        ["authorities"] = () => new AuthoritiesTarget(),
        ["authfile"] = () => new AuthFileTarget(),
        ["cgroup"] = () => new CgroupTarget(),
        ["challenge"] = () => new ChallengeTarget(),
        ["config"] = () => new ConfigTarget(),
        ["decompress"] = () => new DecompressTarget(),
        ["digest"] = () => new DigestTarget(),
        ["frames"] = () => new FramesTarget(),
        ["helper"] = () => new HelperTarget(),
        ["hosts"] = () => new HostsTarget(),
        ["imageconfig"] = () => new ImageConfigTarget(),
        ["index"] = () => new IndexTarget(),
        ["layer"] = () => new LayerTarget(),
        ["manifest"] = () => new ManifestTarget(),
        ["messages"] = () => new MessagesTarget(),
        ["mountinfo"] = () => new MountInfoTarget(),
        ["mountoptions"] = () => new MountOptionsTarget(),
        ["passwd"] = () => new PasswdTarget(),
        ["paths"] = () => new PathsTarget(),
        ["pax"] = () => new PaxTarget(),
        ["platform"] = () => new PlatformTarget(),
        ["process"] = () => new ProcessTarget(),
        ["procstat"] = () => new ProcStatTarget(),
        ["record"] = () => new RecordTarget(),
        ["reference"] = () => new ReferenceTarget(),
        ["registries"] = () => new RegistriesTarget(),
        ["seccomp"] = () => new SeccompTarget(),
        ["signal"] = () => new SignalTarget(),
        ["state"] = () => new StateTarget(),
        ["tar"] = () => new TarTarget(),
        ["toml"] = () => new TomlTarget(),
    };

    public static IReadOnlyCollection<string> Names => _all.Keys;

    public static IFuzzTarget Make(string name) =>
        _all.TryGetValue(name, out Func<IFuzzTarget>? make)
            ? make()
            : throw new ArgumentException(
                $"there is no fuzz target {name}: have {string.Join(' ', Names)}"
            );
}
