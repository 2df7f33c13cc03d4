using System;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine.Containers;
using ContainerRt.Engine.Supervision;
using ContainerRt.Linux;
using ContainerRt.Ttrpc;

namespace ContainerRt.Cli.User;

/// <summary>`crt wait`</summary>
internal static class WaitVerb
{
    public static UserVerb Verb { get; } =
        new(
            new VerbSyntax(
                "wait",
                "CONTAINER...",
                "Wait until containers end and print their exit codes.",
                []
            )
            {
                Least = 1,
            },
            Run
        );

    private static int Run(ParsedArguments arguments, ContainerStore store)
    {
        foreach (string name in arguments.Positionals)
        {
            ContainerRecord record = store.Need(name);
            Output.Line(ExitCode(store, record).ToString());
        }
        return 0;
    }

    private static int ExitCode(ContainerStore store, ContainerRecord record)
    {
        if (!store.StatusOf(record).Running)
        {
            return store.StatusOf(record).ExitCode;
        }
        try
        {
            using TtrpcClient client = new Lifecycle(store).Shims.Connect(record);
            ProtoReader answer = new(
                client.TryCall("Wait", new TaskFields { Id = record.Id }, milliseconds: -1)
            );
            while (answer.Next())
            {
                if (answer.Field == 1)
                {
                    return (int)answer.Number;
                }
            }
            return 0;
        }
        catch (Exception e)
            when (e is KernelException or TtrpcException && !store.StatusOf(record).Running)
        {
            return store.StatusOf(record).ExitCode;
        }
    }
}
