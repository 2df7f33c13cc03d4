using ContainerRt.Runtime.Store;

namespace ContainerRt.Cli.Oci;

/// <summary>What the global options say.</summary>
internal sealed record OciContext(ContainerStore Store, OciLog Log);
