using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ContainerRt.Linux;

namespace ContainerRt.ImageStore.Registry;

/// <summary>
/// The program `docker-credential-NAME`, which is told a registry and prints a login. It may wait for somebody to unlock
/// something, so all of the exchange has one limit in time, and its answer one in bytes; then it is killed.
/// </summary>
internal sealed class CredentialProgram(string name, TimeSpan limit)
{
    private const int MaxAnswer = 64 * 1024;
    private static readonly TimeSpan _killed = TimeSpan.FromSeconds(1);

    private string Program => $"docker-credential-{name}";

    /// <param name="key">The registry.</param>
    /// <returns>Null when the helper knows no login.</returns>
    public RegistryCredentials? Ask(string key)
    {
        if (name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            throw new ImageStoreException(
                $"find credentials: \"{name}\" is not a name of a credential helper"
            );
        }
        ProcessStartInfo start = new(Locate(key), "get")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            try
            {
                byte[] answer = Exchange(process, key);
                return process.ExitCode == 0 ? Read(answer, key) : null;
            }
            finally
            {
                End(process);
            }
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw Failed(key, Reason.Of(e), e);
        }
    }

    /// <summary>The login in what a helper printed.</summary>
    internal RegistryCredentials? Read(ReadOnlySpan<byte> answer, string key)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, RegistryJson.Default.HelperAnswer)
                    is not { Username: { } user, Secret: { } secret }
                    ? null
                : user == "<token>" ? new RegistryCredentials("", "", secret)
                : new RegistryCredentials(user, secret);
        }
        catch (JsonException)
        {
            // the reader's own words may quote the secret
            throw Failed(key, "its answer is not JSON of a login");
        }
    }

    // Process.Start would look beside this program and in the current directory first: whoever makes a directory that an
    // administrator pulls in would choose the program that runs
    private string Locate(string key)
    {
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Where(Path.IsPathFullyQualified)
            .Select(directory => Path.Combine(directory, Program))
            .FirstOrDefault(File.Exists);
        return found
            ?? throw Failed(
                key,
                "it is not in PATH: install it, or take it out of credsStore and credHelpers in config.json"
            );
    }

    private byte[] Exchange(Process process, string key)
    {
        var clock = Stopwatch.StartNew();
        Task<byte[]?> answer = Task.Run(() => ReadBounded(process.StandardOutput.BaseStream));
        // else a helper that complains at length would wait for a reader
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        Tell(process, key);
        if (answer.Wait(limit) && answer.Result is null)
        {
            throw Failed(key, $"it printed more than {MaxAnswer} bytes and was killed");
        }
        TimeSpan left = limit - clock.Elapsed;
        bool ended =
            answer.IsCompleted && process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        return ended
            ? answer.Result!
            : throw Failed(
                key,
                $"no answer in {limit.TotalSeconds} seconds, so it was killed: unlock what it asks for, or take it out of credsStore and credHelpers in config.json"
            );
    }

    private static void Tell(Process process, string key)
    {
        try
        {
            process.StandardInput.WriteLine(key);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it has only one login and does not ask for which registry
        }
    }

    private static byte[]? ReadBounded(Stream output)
    {
        byte[] answer = new byte[MaxAnswer + 1];
        int length = output.ReadAtLeast(answer, answer.Length, throwOnEndOfStream: false);
        return length > MaxAnswer ? null : answer[..length];
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            _ = process.WaitForExit(_killed);
        }
    }

    private ImageStoreException Failed(string key, string why, Exception? inner = null) =>
        new($"ask {Program} for a login to {key}: {why}", inner);
}
