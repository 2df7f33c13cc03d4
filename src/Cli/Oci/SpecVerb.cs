using System.IO;
using ContainerRt.Cli.Arguments;
using ContainerRt.Linux.Files;
using ContainerRt.Runtime;
using ContainerRt.Spec.Runtime.Json;

namespace ContainerRt.Cli.Oci;

/// <summary>Writes a config.json to start from.</summary>
internal static class SpecVerb
{
    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax(
                "spec",
                "",
                "write a config.json to start from",
                [Option.Value("bundle", "DIR", "where", 'b')]
            )
            {
                Most = 0,
                NotYet = ["rootless"],
            },
            Run
        );

    private static int Run(OciContext context, ParsedArguments arguments)
    {
        string path = Path.Combine(arguments.Value("bundle") ?? ".", "config.json");
        if (!HostFile.Look(path).Failed)
        {
            throw new ContainerException(
                ContainerErrorKind.AlreadyExists,
                "File config.json exists. Remove it first"
            );
        }
        HostFile.Replace(
            path,
            ConfigWriter.Write(DefaultConfig.Make()),
            0x1B6 /* 0666, less the umask */
        );
        return 0;
    }
}
