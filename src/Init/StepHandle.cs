namespace ContainerRt.Init;

/// <summary>A descriptor that the parent opens for a step.</summary>
public enum StepHandle
{
    None,

    /// <summary>The namespace file that the step's text names.</summary>
    Namespace,

    /// <summary>The pid namespace that the container joins.</summary>
    PidNamespace,

    /// <summary>The container's init process, for joining its namespaces.</summary>
    InitProcess,

    /// <summary>The socket on which `start` connects.</summary>
    StartSocket,

    /// <summary>The socket that gets the terminal's master.</summary>
    ConsoleSocket,
}
