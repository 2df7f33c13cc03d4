namespace ContainerRt.Integration.Programs;

/// <summary>What a program said and how it ended.</summary>
public sealed record Outcome(int ExitCode, string Output, string Errors, string Command)
{
    public string Text => Output.TrimEnd('\n', '\r');

    public override string ToString() =>
        $"{Command}\nended with {ExitCode}\nstdout: {Output}\nstderr: {Errors}";
}
