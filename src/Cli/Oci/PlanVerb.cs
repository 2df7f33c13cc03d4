using ContainerRt.Cli.Arguments;
using ContainerRt.Linux.Streams;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Lifecycle;
using ContainerRt.Runtime.Plan;

namespace ContainerRt.Cli.Oci;

/// <summary>Prints what create would do.</summary>
internal static class PlanVerb
{
    private const string AnyPath = "/dev/null";

    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax(
                "plan",
                "[ID]",
                "print every step that create would take, and do nothing",
                [
                    Option.Value("bundle", "DIR", "directory of the bundle", 'b'),
                    Option.Flag("no-pivot", "do not use pivot_root"),
                ]
            )
            {
                Most = 1,
            },
            Run
        );

    private static int Run(OciContext context, ParsedArguments arguments)
    {
        string id = arguments.Positionals.Count > 0 ? arguments.Positionals[0] : "ID";
        BundleDirectory bundle = CreateOptions.Bundle(arguments);
        CreateRequest request = new(ContainerId.Parse(id))
        {
            NoPivot = arguments.Flag("no-pivot"),
            WaitForStart = true,
            ConsoleSocket = bundle.Config.Process?.Terminal == true ? AnyPath : null,
        };
        StandardStreams.Output(PlanText.Of(Create.PlanOf(bundle, request)));
        return 0;
    }
}
