using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using ContainerRt.Integration.User;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>The same look as in <see cref="SpyTests"/>, at what `crt exec` brings into a container.</summary>
public sealed class EngineSpyTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    [Fact]
    public void An_exec_of_the_engine_shows_nothing_of_the_host()
    {
        string canary = $"CANARY-{Guid.NewGuid():N}";
        string hostFile = Path.Combine(Folder, "host-file");
        File.WriteAllText(hostFile, canary);
        KeyValuePair<string, string>[] variables = [new("CRT_CANARY", canary)];
        string[] run =
        [
            "run",
            "-d",
            "--name",
            "spied",
            "--cap-add",
            "SYS_PTRACE",
            "-v",
            $"{Spy.Program}:/spy:ro",
            BusyboxStore.Image,
            "/spy",
            hostFile,
            canary,
        ];
        Assert.Equal(0, CrtWith(variables, run).ExitCode);
        string logs = Await("ready");
        for (int i = 0; i < 50; i++)
        {
            string[] exec = ["exec", "--env", "OWN=1", "spied", "true"];
            Assert.Equal(0, CrtWith(variables, exec).ExitCode);
        }
        _ = Succeeds("kill", "--signal", "TERM", "spied");
        logs = Await("least");
        string output = Path.Combine(Folder, "logs");
        File.WriteAllText(output, logs);
        Spy.Report(output).FoundNothing(atLeast: 5);
    }

    private string Await(string word)
    {
        var clock = Stopwatch.StartNew();
        string logs = "";
        while (!logs.Contains(word, StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed.TotalSeconds < 20, logs);
            Thread.Sleep(50);
            logs = Succeeds("logs", "spied");
        }
        return logs;
    }
}
