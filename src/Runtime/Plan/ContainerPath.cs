using System;
using System.Linq;

namespace ContainerRt.Runtime.Plan;

/// <summary>Paths inside a container as the child wants them: absolute, no doubled or last slash.</summary>
public static class ContainerPath
{
    /// <summary>".." stays: only the kernel knows what it means behind a symlink.</summary>
    public static string Clean(string path) =>
        "/"
        + string.Join(
            '/',
            path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")
        );
}
