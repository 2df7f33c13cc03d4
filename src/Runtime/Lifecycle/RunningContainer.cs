using ContainerRt.Runtime.Store;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>A container that lives, and its own copy of its configuration.</summary>
public sealed record RunningContainer(ContainerRecord Record, Config Config, string ConfigPath);
