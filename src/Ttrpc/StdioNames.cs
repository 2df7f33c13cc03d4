namespace ContainerRt.Ttrpc;

/// <summary>What crt's engine writes into the stdin and stdout of Create and Exec.</summary>
public static class StdioNames
{
    /// <summary>Stdin from whoever attaches; it stays open between two of them.</summary>
    public const string Attach = "attach://";

    /// <summary>Stdin from the one who attaches; it ends when he leaves.</summary>
    public const string AttachOnce = "attach://once";

    /// <summary>Before the path of a log file, for stdout.</summary>
    public const string Log = "log://";
}
