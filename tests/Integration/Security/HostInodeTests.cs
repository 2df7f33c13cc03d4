using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Programs;
using ContainerRt.Integration.User;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>
/// Whatever a default container sees of the host is read-only or its own: root in it tries to change the mode, the
/// group, the time and the attributes of every inode, and to open it for writing.
/// </summary>
/// <remarks>
/// Seen red with a writable mount as the mask, with the caller's /dev/null as a descriptor, and with procfs writable
/// beside docker's read-only paths.
/// </remarks>
public sealed class HostInodeTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    // what crt has made for the container, and what the caller has named
    private static readonly string[] s_own =
    [
        "/etc/hosts",
        "/etc/hostname",
        "/etc/resolv.conf",
        "/in",
    ];

    private static readonly string[] s_watched = ["/dev", "/sys", "/etc"];

    // SEC-10
    [Theory]
    [InlineData("run")]
    [InlineData("run -i")]
    [InlineData("run -it")]
    [InlineData("run --network host")]
    [InlineData("exec")]
    [InlineData("exec -i")]
    [InlineData("exec -it")]
    public void Nothing_that_a_container_sees_of_the_host_can_be_changed(string way)
    {
        string given = Directory.CreateDirectory(Path.Combine(Folder, "in")).FullName;
        File.Copy(Inodes.Program, Path.Combine(given, "inodes"));
        HashSet<string> devices = Inodes.HostDevices();
        string[] watched = [.. s_watched, ImageRoot];
        string[] before = Inodes.List(watched);
        Outcome outcome = Try(way, given);
        string[] report = File.ReadAllLines(Path.Combine(given, "report"));
        // first, since it also puts right what was changed
        Assert.Equal([], Inodes.Changed(before, watched));
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Equal([], report.Where(x => IsOfHost(x, devices)));
        Assert.True(Seen(report) > 1000, outcome.ToString());
        Assert.Equal(3, report.Count(x => x.Contains(" is descriptor ", StringComparison.Ordinal)));
    }

    private Outcome Try(string way, string given)
    {
        string[] words = way.Split(' ');
        string[] run = ["-v", $"{given}:/in", BusyboxStore.Image];
        string[] command = ["/in/inodes", "try", "/in/report", "/"];
        if (words[0] == "exec")
        {
            _ = Succeeds(["run", "-d", "--name", "seen", .. run, "sleep", "100"]);
        }
        string[] all = words[0] == "exec" ? [.. words, "seen"] : [.. words, "--rm", .. run];
        return way.EndsWith("-it", StringComparison.Ordinal)
            ? CrtOnTerminal("", [.. all, .. command])
            : Crt([.. all, .. command]);
    }

    private static bool IsOfHost(string line, HashSet<string> devices)
    {
        string[] words = line.Split(' ', 3);
        return words.Length == 3
            && words[1] != "is"
            && devices.Contains(words[0])
            && !Array.Exists(
                s_own,
                x => words[2] == x || words[2].StartsWith(x + "/", StringComparison.Ordinal)
            );
    }

    private static int Seen(string[] report) =>
        int.Parse(report[^1]["seen ".Length..], CultureInfo.InvariantCulture);
}
