using System;
using System.IO;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine;
using ContainerRt.Engine.Bundles;
using ContainerRt.Engine.Supervision;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Spec.Json;
using ContainerRt.Spec.Runtime;
using ContainerRt.Spec.Runtime.Json;

namespace ContainerRt.Cli.User;

/// <summary>The process of an exec: what the container's first process is, unless said otherwise.</summary>
internal static class ExecProcess
{
    /// <param name="arguments">Of `exec`.</param>
    /// <param name="directory">The container's.</param>
    /// <param name="openRoot">Gives the running container's root; null when that cannot be looked at.</param>
    public static byte[] Make(ParsedArguments arguments, string directory, Func<Fd?> openRoot)
    {
        Process process = FirstProcess(Path.Combine(directory, "bundle", "config.json"));
        process.Args = arguments.Positionals[1..];
        process.Terminal = arguments.Flag("tty");
        process.Cwd = arguments.Filled("workdir") ?? process.Cwd;
        process.Env = ContainerVariables.OfExec(
            process.Env ?? [],
            arguments.Values("env"),
            process.Terminal
        );
        if (arguments.Filled("user") is { } user)
        {
            using Fd root = openRoot() ?? RootOnDisk(ContainerRootFs.PathIn(directory));
            process.User = UserLookup.Find(new ContainerFiles(root), user);
        }
        return ProcessWriter.Write(process);
    }

    // without what is mounted in it
    private static Fd RootOnDisk(string path) =>
        HostPath.OpenDirectory(path).OrThrow($"open {path}");

    private static Process FirstProcess(string file)
    {
        try
        {
            return ConfigReader.Read(File.ReadAllBytes(file))?.Process
                ?? throw new EngineException($"read {file}: it has no process");
        }
        catch (DocumentException e)
        {
            throw new EngineException($"read {file}: {e.Message}");
        }
    }
}
