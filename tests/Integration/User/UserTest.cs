using System;
using System.Collections.Generic;
using System.IO;
using ContainerRt.Integration.Machine;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>`crt` with images and containers of its own; every container is removed after the test.</summary>
public abstract class UserTest : IntegrationTest
{
    protected UserTest(string? imageRoot = null)
    {
        ImageRoot = imageRoot ?? Path.Combine(Folder, "images");
        // short: a socket below it has a path of at most 107 bytes, 64 of them the id
        StateRoot = Path.Combine(Folder, "s");
    }

    protected static string Program => Path.Combine(Programs.Crt.Bin, "crt");

    protected string ImageRoot { get; }

    protected string StateRoot { get; }

    protected Dictionary<string, string> Variables =>
        new() { ["CRT_IMAGE_ROOT"] = ImageRoot, ["CRT_STATE_ROOT"] = StateRoot };

    protected Outcome Crt(params string[] arguments) =>
        ProgramRun.To(Program, arguments, new RunOptions { Environment = Variables });

    /// <summary>With variables of the caller's own.</summary>
    protected Outcome CrtWith(
        IEnumerable<KeyValuePair<string, string>> variables,
        params string[] arguments
    ) =>
        ProgramRun.To(
            Program,
            arguments,
            new RunOptions
            {
                Environment = new Dictionary<string, string>([.. Variables, .. variables]),
            }
        );

    protected Outcome CrtFed(string input, params string[] arguments) =>
        ProgramRun.To(
            Program,
            arguments,
            new RunOptions { Environment = Variables, Input = input }
        );

    protected Outcome CrtOnTerminal(string typed, params string[] arguments) =>
        Pty.Run(
            "/usr/bin/env",
            [$"CRT_IMAGE_ROOT={ImageRoot}", $"CRT_STATE_ROOT={StateRoot}", Program, .. arguments],
            typed
        );

    protected string Succeeds(params string[] arguments)
    {
        Outcome outcome = Crt(arguments);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return outcome.Text;
    }

    /// <summary>A failure says what is wrong without a stack trace, on stderr.</summary>
    protected static void Fails(Outcome outcome, int code, params string[] words)
    {
        Assert.True(outcome.ExitCode == code, outcome.ToString());
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("fault in crt", outcome.Errors, StringComparison.Ordinal);
        foreach (string word in words)
        {
            Assert.Contains(word, outcome.Errors, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>No container is left, not even one that has ended, nor the directory of one.</summary>
    protected void NoContainerIsLeft()
    {
        Assert.Equal("", Succeeds("ps", "--all", "--quiet"));
        foreach (string below in (string[])["containers", "run/engine", "run/oci"])
        {
            string directory = Path.Combine(StateRoot, below);
            Assert.Empty(Directory.Exists(directory) ? Directory.GetDirectories(directory) : []);
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (
            string id in Crt("ps", "--all", "--quiet")
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        )
        {
            _ = Crt("rm", "--force", id);
        }
        base.Dispose(disposing);
    }
}
