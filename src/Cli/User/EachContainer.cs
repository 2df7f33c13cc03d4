using System;
using System.Collections.Generic;
using ContainerRt.Engine;
using ContainerRt.Engine.Containers;
using ContainerRt.Linux;
using ContainerRt.Ttrpc;

namespace ContainerRt.Cli.User;

/// <summary>Does one thing to several containers; a failure of one does not spare the others.</summary>
internal static class EachContainer
{
    public static int Do(
        IReadOnlyList<string> names,
        ContainerStore store,
        Action<ContainerRecord> action
    )
    {
        int code = 0;
        foreach (string name in names)
        {
            try
            {
                action(store.Need(name));
                Output.Line(name);
            }
            catch (Exception e) when (e is EngineException or KernelException or TtrpcException)
            {
                Output.Note($"crt: {e.Message}");
                code = 1;
            }
        }
        return code;
    }
}
