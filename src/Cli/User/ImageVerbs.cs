using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Engine;
using ContainerRt.Engine.Supervision;
using ContainerRt.Linux;
using ContainerRt.Linux.Processes;

namespace ContainerRt.Cli.User;

/// <summary>What has to do with images is done by crt-image, the only program that speaks to a network.</summary>
internal static class ImageVerbs
{
    private static readonly string[] s_verbs = ["pull", "images", "rmi", "load", "save", "tag"];

    public static IReadOnlyList<string> Names => s_verbs;

    public static bool Knows(string verb) => Array.IndexOf(s_verbs, verb) >= 0;

    /// <summary>Replaces this program.</summary>
    public static int Become(ReadOnlySpan<string> args)
    {
        Errno errno = Spawn.Replace(Programs.Image, [Programs.Image, .. args], Variables());
        throw new EngineException($"start \"{Programs.Image}\": {ErrnoText.Of(errno)}");
    }

    /// <summary>Pulls for `run`: all that it says goes to stderr.</summary>
    public static void Pull(string image, string? platform)
    {
        string[] options = platform is null ? [] : ["--platform", platform];
        SpawnRequest request = new(
            Programs.Image,
            [Programs.Image, "pull", .. options, "--", image]
        )
        {
            Environment = Variables(),
            Descriptors = [null, Output.Stderr, Output.Stderr],
        };
        int pid = Spawn.Start(request).OrThrow($"start \"{Programs.Image}\"");
        if (Children.Reap(pid, wait: true).Status != 0)
        {
            throw new EngineException($"image \"{image}\" is not here and cannot be pulled");
        }
    }

    public static List<string> Variables() =>
        [
            .. Environment
                .GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .Select(v => $"{v.Key}={v.Value}"),
        ];
}
