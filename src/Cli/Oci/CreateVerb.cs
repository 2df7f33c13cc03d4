using ContainerRt.Cli.Arguments;
using ContainerRt.Runtime.Launch;
using ContainerRt.Runtime.Lifecycle;

namespace ContainerRt.Cli.Oci;

internal static class CreateVerb
{
    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax("create", "ID", "make a container", CreateOptions.Table)
            {
                Least = 1,
                Most = 1,
            },
            Run
        )
        {
            Clones = true,
        };

    private static int Run(OciContext context, ParsedArguments arguments)
    {
        CreateRequest request = CreateOptions.Read(arguments, waitForStart: true);
        using LaunchedContainer made = Create.Run(
            context.Store,
            request,
            CreateOptions.Bundle(arguments),
            context.Log.Warning
        );
        return 0;
    }
}
