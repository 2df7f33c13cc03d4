using ContainerRt.Cli.Arguments;
using ContainerRt.Linux.Processes;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Launch;
using ContainerRt.Runtime.Lifecycle;

namespace ContainerRt.Cli.Oci;

/// <summary>create and start in one; in the foreground also wait and delete.</summary>
internal static class RunVerb
{
    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax(
                "run",
                "ID",
                "make a container and run its program",
                CreateOptions.With(
                    Option.Flag("detach", "do not wait for the program", 'd'),
                    Option.Flag("keep", "keep the container's state after it has ended"),
                    Option.Flag("no-subreaper", "do not adopt orphans")
                )
            )
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
        CreateRequest request = CreateOptions.Read(arguments, waitForStart: false);
        BundleDirectory bundle = CreateOptions.Bundle(arguments);
        if (arguments.Flag("detach"))
        {
            using LaunchedContainer made = Create.Run(
                context.Store,
                request,
                bundle,
                context.Log.Warning
            );
            return 0;
        }
        return InForeground(context, arguments, request, bundle);
    }

    private static int InForeground(
        OciContext context,
        ParsedArguments arguments,
        CreateRequest request,
        BundleDirectory bundle
    )
    {
        if (!arguments.Flag("no-subreaper"))
        {
            _ = CurrentProcess.BecomeSubreaper();
        }
        bool terminal = bundle.Config.Process?.Terminal == true;
        if (request.ConsoleSocket is not null)
        {
            throw new UsageException(
                "cannot use console socket if runc will not detach or allocate tty"
            );
        }
        using Foreground foreground = Foreground.Prepare(terminal);
        using LaunchedContainer launched = Create.Run(
            context.Store,
            request with
            {
                Console = foreground.ChildEnd,
            },
            bundle,
            context.Log.Warning
        );
        // whatever ends the waiting: nobody else knows of this container
        try
        {
            return foreground.Wait(launched);
        }
        finally
        {
            if (!arguments.Flag("keep"))
            {
                Delete.Own(context.Store, launched.Record!);
            }
        }
    }
}
