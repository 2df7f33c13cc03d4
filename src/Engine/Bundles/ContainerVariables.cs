using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Image;

namespace ContainerRt.Engine.Bundles;

/// <summary>The variables of a user's container and of what is executed in it. HOME is the runtime's to add: it depends on the user.</summary>
public static class ContainerVariables
{
    private const string DefaultPath =
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const string DefaultTerminal = "TERM=xterm";

    public static List<string> Of(ContainerDefaults image, RunWishes wishes, string hostname)
    {
        ProcessEnvironment variables = new(DefaultPath, $"HOSTNAME={hostname}");
        if (wishes.Terminal)
        {
            variables.Set(DefaultTerminal);
        }
        // a name alone asks for the caller's value, which only the command line may
        foreach (string variable in (image.Env ?? []).Where(HasValue))
        {
            variables.Set(variable);
        }
        return Asked(variables, wishes.Environment);
    }

    /// <param name="first">What the container's first process has.</param>
    /// <param name="asked">On the command line.</param>
    /// <param name="terminal">Whether the process gets one.</param>
    public static List<string> OfExec(
        IReadOnlyList<string> first,
        IReadOnlyList<string> asked,
        bool terminal
    )
    {
        ProcessEnvironment variables = new(first);
        if (terminal && variables.ValueOf("TERM") is null)
        {
            variables.Set(DefaultTerminal);
        }
        return Asked(variables, asked);
    }

    // `-e NAME` takes the caller's value, and takes the variable away when the caller has none
    private static List<string> Asked(ProcessEnvironment variables, IReadOnlyList<string> asked)
    {
        foreach (string variable in asked)
        {
            if (variable.Length == 0 || variable[0] == '=')
            {
                throw new EngineException(
                    $"-e \"{variable}\": want NAME=VALUE, or NAME for your own"
                );
            }
            if (HasValue(variable))
            {
                variables.Set(variable);
            }
            else if (Environment.GetEnvironmentVariable(variable) is { } own)
            {
                variables.Set($"{variable}={own}");
            }
            else
            {
                variables.Unset(variable);
            }
        }
        return variables.ToList();
    }

    private static bool HasValue(string variable) =>
        variable.Contains('=', StringComparison.Ordinal);
}
