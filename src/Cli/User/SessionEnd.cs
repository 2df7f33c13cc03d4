namespace ContainerRt.Cli.User;

/// <summary>How a session with a process ended.</summary>
/// <param name="Code">The exit code that crt has by it.</param>
/// <param name="Exited">The process has ended, and not only our part in it.</param>
internal readonly record struct SessionEnd(int Code, bool Exited);
