using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Registry;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Registry;

/// <summary>`docker-credential-NAME` is a stranger's program: a pull may not hang on it, nor grow by what it prints.</summary>
public sealed class CredentialProgramTests : IDisposable
{
    private const string Host = "registry.test";
    private static readonly TimeSpan _short = TimeSpan.FromSeconds(1);

    // for what must not end by the limit, on a machine that has much to do
    private static readonly TimeSpan _long = TimeSpan.FromSeconds(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("crt-helper").FullName;
    private readonly string _name = $"test{Guid.NewGuid():N}";
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public CredentialProgramTests() =>
        Environment.SetEnvironmentVariable("PATH", $"{_path}:{_folder}");

    [Fact]
    public async Task A_login_is_read_and_the_registry_is_told_on_standard_input()
    {
        Helper("""read -r host; echo "{\"Username\":\"$host\",\"Secret\":\"$1\"}" """);
        RegistryCredentials? found = await AskAsync(_long);
        Assert.Equal((Host, "get"), (found?.Username, found?.Password));
    }

    [Fact]
    public async Task A_helper_that_never_answers_is_killed_with_its_children_and_named()
    {
        Helper($"echo $$ >'{At("pid")}'; sleep 300 & echo $! >'{At("child")}'; wait");
        await RefusedAsync(_short, "no answer in 1 second", "credHelpers");
        HasEnded("pid");
        HasEnded("child");
    }

    [Fact]
    public async Task A_helper_that_prints_without_end_is_killed_and_named()
    {
        Helper($"echo $$ >'{At("pid")}'; exec yes");
        await RefusedAsync(_long, "more than");
        HasEnded("pid");
    }

    [Fact]
    public async Task A_helper_that_closes_its_output_and_stays_is_killed_and_named()
    {
        Helper($"echo $$ >'{At("pid")}'; exec sleep 300 >&- 2>&-");
        await RefusedAsync(_short, "no answer in 1 second");
        HasEnded("pid");
    }

    [Fact]
    public async Task Errors_without_end_do_not_hold_up_the_answer()
    {
        Helper("""head -c 3000000 /dev/zero >&2; echo "{\"Username\":\"a\",\"Secret\":\"b\"}" """);
        Assert.Equal("a", (await AskAsync(_long))?.Username);
    }

    [Fact]
    public async Task A_helper_that_does_not_read_its_input_may_answer()
    {
        Helper("""exec <&-; echo "{\"Username\":\"a\",\"Secret\":\"b\"}" """);
        Assert.Equal("a", (await AskAsync(_long))?.Username);
    }

    [Fact]
    public async Task An_answer_that_is_no_login_is_an_error_that_does_not_show_it()
    {
        Helper("echo 'hunter2 is the password'");
        ImageStoreException error = await RefusedAsync(_long, "not JSON");
        Assert.DoesNotContain("hunter2", error.ToString());
    }

    private Task<RegistryCredentials?> AskAsync(TimeSpan limit) =>
        Task.Run(() => new CredentialProgram(_name, limit).Ask(Host)).WaitAsync(2 * _long);

    private async Task<ImageStoreException> RefusedAsync(TimeSpan limit, params string[] words)
    {
        ImageStoreException error = await Assert.ThrowsAsync<ImageStoreException>(() =>
            AskAsync(limit)
        );
        Assert.Contains($"docker-credential-{_name}", error.Message);
        Assert.Contains(Host, error.Message);
        Assert.All(words, word => Assert.Contains(word, error.Message));
        return error;
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Helper(string script)
    {
        string path = At($"docker-credential-{_name}");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    // an orphan stays a zombie until whoever is above it reaps it
    private void HasEnded(string file)
    {
        string stat = $"/proc/{File.ReadAllText(At(file)).Trim()}/stat";
        var clock = Stopwatch.StartNew();
        while (
            File.Exists(stat) && !File.ReadAllText(stat).Contains(") Z ", StringComparison.Ordinal)
        )
        {
            Assert.True(clock.Elapsed < _long, $"{file} still runs");
            System.Threading.Thread.Sleep(20);
        }
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Directory.Delete(_folder, recursive: true);
    }
}
