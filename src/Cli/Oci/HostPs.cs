using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Streams;
using ContainerRt.Runtime;

namespace ContainerRt.Cli.Oci;

/// <summary>The host's ps(1), of which the lines of some processes are taken.</summary>
internal static class HostPs
{
    /// <param name="options">Of ps; the column PID has to be one of those that it prints.</param>
    /// <param name="pids">Whose lines are kept; the headline always is.</param>
    internal static string Of(IReadOnlyList<string> options, IReadOnlyList<int> pids)
    {
        string command = $"ps {string.Join(' ', options)}";
        string[] lines = Output(command, options).TrimEnd('\n').Split('\n');
        int column = Array.IndexOf(Fields(lines[0]), "PID");
        if (column < 0)
        {
            throw Failed($"{command}: it prints no column PID");
        }
        HashSet<string> wanted = [.. pids.Select(pid => $"{pid}")];
        return string.Concat(
            lines
                .Where(
                    (line, i) =>
                        i == 0 || wanted.Contains(Fields(line).ElementAtOrDefault(column) ?? "")
                )
                .Select(line => line + "\n")
        );
    }

    private static string Output(string command, IReadOnlyList<string> options)
    {
        (Fd reader, Fd writer) = FdIo.Pipe();
        using Fd output = reader;
        int pid;
        using (writer)
        {
            pid = Spawn
                .Start(
                    new SpawnRequest(Program(), ["ps", .. options])
                    {
                        Environment =
                        [
                            .. Environment
                                .GetEnvironmentVariables()
                                .Cast<DictionaryEntry>()
                                .Select(x => $"{x.Key}={x.Value}"),
                        ],
                        Descriptors = [null, writer, writer],
                        WorkingDirectory = "/",
                    }
                )
                .OrThrow($"start {command}");
        }
        string said = ReadAll(output);
        (_, int status) = Children.Reap(pid, wait: true);
        return status == 0
            ? said
            : throw Failed(
                $"{command}: ended with status {status}: {said.Split('\n').FirstOrDefault(x => x.Length > 0)}"
            );
    }

    // never through the current directory, which a caller may not have chosen
    private static string Program() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Where(Path.IsPathFullyQualified)
            .Select(directory => Path.Combine(directory, "ps"))
            .FirstOrDefault(File.Exists)
        ?? throw Failed(
            "\"ps\": executable file not found in $PATH; `ps --format json` needs no other program"
        );

    private static string ReadAll(Fd output)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[16 * 1024];
        Decoder utf8 = Encoding.UTF8.GetDecoder();
        char[] chars = new char[buffer.Length];
        while (FdIo.Read(output, buffer).OrThrow("read what ps prints") is > 0 and nint length)
        {
            _ = text.Append(chars, 0, utf8.GetChars(buffer, 0, (int)length, chars, 0));
        }
        return text.ToString();
    }

    private static string[] Fields(string line) =>
        line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static ContainerException Failed(string message) =>
        new(ContainerErrorKind.Unsupported, message);
}
