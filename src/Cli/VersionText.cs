namespace ContainerRt.Cli;

/// <summary>Versions in the form that docker reads: a line `NAME version X`, then `commit` and `spec`.</summary>
internal static class VersionText
{
    internal const string Version = "0.1.0";
    internal const string SpecVersion = "1.3.0";

    internal static string Oci() => $"crt version {Version}\nspec: {SpecVersion}\n";
}
