using System;
using System.IO;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config.md: process, user, hostname.</summary>
public sealed class ProcessTests : RuntimeTest
{
    [Must("process-console-size")]
    public void The_size_of_a_console_is_ignored_without_one()
    {
        Bundle.Process["consoleSize"] = ConsoleSize();
        Assert.Equal("not a tty", Says("tty; true"));
    }

    [Must("process-console-size-set")]
    public void The_size_of_the_console_is_the_configured_one()
    {
        Bundle.Process["terminal"] = true;
        Bundle.Process["consoleSize"] = ConsoleSize();
        Outcome outcome = ConsoleSocket.Run(Bundle.Shell("stty size").Write(), StateRoot, NewId());
        Assert.Equal("33 99", outcome.Text);
    }

    [Must("process-terminal")]
    public void A_terminal_is_on_the_standard_streams()
    {
        Bundle.Process["terminal"] = true;
        Bundle.Shell("test -t 0 && test -t 1 && test -t 2 && tty").Write();
        Outcome outcome = OnTerminal();
        Assert.Equal("/dev/pts/0", outcome.Text);
    }

    [Must("process-cwd")]
    public void The_working_directory_is_the_configured_one()
    {
        Bundle.Process["cwd"] = "/usr/bin";
        Assert.Equal("/usr/bin", Says("pwd"));
    }

    [Must("process-cwd-absolute")]
    public void A_relative_working_directory_is_refused()
    {
        Bundle.Process["cwd"] = "usr/bin";
        CreateIsRefused();
    }

    [Must("process-args-one")]
    public void No_argument_at_all_is_refused()
    {
        _ = Bundle.Command();
        CreateIsRefused();
    }

    [Must("process-args-path")]
    public void The_program_is_looked_up_in_the_path()
    {
        _ = Directory.CreateDirectory(Path.Combine(Bundle.Root, "opt/own"));
        string program = Path.Combine(Bundle.Root, "opt/own/own-program");
        File.WriteAllText(program, "#!/bin/sh\necho found $1\n");
        File.SetUnixFileMode(program, (UnixFileMode)0x1ed);
        Bundle.Process["env"] = TestBundle.Strings(["PATH=/nowhere:/opt/own:/bin"]);
        _ = Bundle.Command("own-program", "argument");
        Assert.Equal("found argument", Run().Text);
    }

    [Must("process-env")]
    public void The_environment_is_the_configured_one()
    {
        Bundle.Process["env"] = TestBundle.Strings(["PATH=/bin", "HOME=/", "A=one two", "EMPTY="]);
        _ = Bundle.Command("/bin/env");
        Assert.Equal("PATH=/bin\nHOME=/\nA=one two\nEMPTY=", Run().Text);
    }

    [Must("user-uid")]
    public void The_user_is_the_configured_one() => Assert.Equal("1234", AsUser("id -u"));

    [Must("user-gid")]
    public void The_group_is_the_configured_one() => Assert.Equal("567", AsUser("id -g"));

    [Must("user-groups")]
    public void Additional_groups_are_the_configured_ones()
    {
        // the group itself may be among them (CVE-2022-36109)
        string[] groups = AsUser("id -G").Split(' ');
        Assert.Contains("8", groups);
        Assert.Contains("90", groups);
    }

    [Must("user-umask")]
    public void The_umask_is_the_configured_one() => Assert.Equal("0077", AsUser("umask"));

    [Must("hostname")]
    public void The_hostname_is_seen_inside()
    {
        Bundle.Config["hostname"] = "slartibartfast";
        Assert.Equal("slartibartfast", Says("hostname"));
        Assert.NotEqual("slartibartfast", Environment.MachineName);
    }

    [Must("domainname")]
    public void The_domainname_is_seen_inside()
    {
        Bundle.Config["domainname"] = "magrathea.test";
        Assert.Equal("magrathea.test", Says("cat /proc/sys/kernel/domainname"));
    }

    [Must("default-console")]
    public void The_console_is_the_terminal()
    {
        Bundle.Process["terminal"] = true;
        Bundle.Shell("test /dev/console -ef $(tty) && echo same").Write();
        Assert.Equal("same", OnTerminal().Text);
    }

    private Outcome OnTerminal() =>
        Pty.Run(Crt.Runtime, ["--root", StateRoot, "run", "--bundle", Bundle.Folder, NewId()]);

    private string AsUser(string script)
    {
        Bundle.Process["user"] = new JsonObject
        {
            ["uid"] = 1234,
            ["gid"] = 567,
            ["umask"] = 63,
            ["additionalGids"] = new JsonArray(8, 90),
        };
        return Says(script);
    }

    private static JsonObject ConsoleSize() => new() { ["height"] = 33, ["width"] = 99 };
}
