using System;
using System.IO;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>`crt run` in the foreground: what the container sees and what its end says.</summary>
public sealed class RunVerbTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    [Fact]
    public void A_container_sees_itself_and_its_own_mounts()
    {
        string[] said = Sh("echo $$; hostname; id; mount").Split('\n');
        Assert.Equal("1", said[0]);
        Assert.NotEqual(Environment.MachineName, said[1]);
        Assert.StartsWith("uid=0(root) gid=0(root)", said[2], StringComparison.Ordinal);
        Assert.Contains(
            said,
            line => line.Contains(" on / type overlay ", StringComparison.Ordinal)
        );
        Assert.Contains(said, line => line.StartsWith("proc on /proc ", StringComparison.Ordinal));
        NoContainerIsLeft();
    }

    [Fact]
    public void Input_reaches_the_container_and_ends()
    {
        Outcome outcome = CrtFed("one\ntwo\n", "run", "--rm", "-i", BusyboxStore.Image, "wc", "-l");
        Assert.Equal((0, "2"), (outcome.ExitCode, outcome.Text));
    }

    [Fact]
    public void Output_and_errors_stay_apart()
    {
        Outcome outcome = Crt(
            "run",
            "--rm",
            BusyboxStore.Image,
            "sh",
            "-c",
            "echo out; echo err >&2"
        );
        Assert.Equal(("out\n", "err\n"), (outcome.Output, outcome.Errors));
    }

    [Fact]
    public void A_terminal_is_given_and_has_the_size_of_the_users()
    {
        Outcome outcome = CrtOnTerminal(
            "",
            "run",
            "--rm",
            "-it",
            BusyboxStore.Image,
            "sh",
            "-c",
            "sleep 0.3; tty; stty size; exit 7"
        );
        Assert.True(outcome.ExitCode == 7, outcome.ToString());
        Assert.Contains("/dev/", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("24 80", outcome.Output, StringComparison.Ordinal);
        NoContainerIsLeft();
    }

    [Fact]
    public void What_is_typed_on_the_terminal_is_run()
    {
        Outcome outcome = CrtOnTerminal(
            "echo a$((20+2))b; exit 3\\n",
            "run",
            "--rm",
            "-it",
            BusyboxStore.Image,
            "sh"
        );
        Assert.True(outcome.ExitCode == 3, outcome.ToString());
        Assert.Contains("a22b", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void The_exit_code_is_the_containers(int code) =>
        Assert.Equal(
            code,
            Crt("run", "--rm", BusyboxStore.Image, "sh", "-c", $"exit {code}").ExitCode
        );

    [Theory]
    [InlineData("/etc/passwd", 126, "permission denied")]
    [InlineData("no-such-program", 127, "not found")]
    [InlineData("/no/such/program", 127, "no such file")]
    public void A_command_that_cannot_run_has_its_code_and_leaves_nothing(
        string command,
        int code,
        string why
    )
    {
        Fails(Crt("run", "--rm", BusyboxStore.Image, command), code, command, why);
        NoContainerIsLeft();
    }

    [Fact]
    public void A_refused_connection_to_the_registry_is_125() =>
        Fails(Crt("run", "--rm", "127.0.0.1:1/nothing:here"), 125, "127.0.0.1:1", "refused");

    [Fact]
    public void An_image_that_is_not_here_and_not_pulled_is_125() =>
        Fails(Crt("run", "--rm", "--pull", "never", "unknown-image"), 125, "unknown-image");

    [Fact]
    public void An_unknown_option_is_125_and_named() =>
        Fails(Crt("run", "--frobnicate", BusyboxStore.Image), 125, "--frobnicate");

    [Fact]
    public void A_taken_name_is_125_and_the_owner_stays()
    {
        _ = Succeeds("run", "-d", "--name", "taken", BusyboxStore.Image, "sleep", "100");
        Fails(
            Crt("run", "--rm", "--name", "taken", BusyboxStore.Image, "true"),
            125,
            "taken",
            "in use"
        );
        Assert.Equal("taken", Succeeds("ps", "--format", "{{.Names}}"));
    }

    [Fact]
    public void Variables_directory_and_user_are_as_wished()
    {
        Assert.Equal("bar", Sh("echo $FOO", "-e", "FOO=bar"));
        Assert.Equal("/tmp", Sh("pwd", "-w", "/tmp"));
        Assert.Equal("65534:65534", Sh("echo $(id -u):$(id -g)", "-u", "nobody"));
        Assert.Equal("1234:5", Sh("echo $(id -u):$(id -g)", "-u", "1234:tty"));
    }

    [Fact]
    public void A_directory_of_the_host_is_shown_and_ro_cannot_be_written()
    {
        string shared = Directory.CreateDirectory(Path.Combine(Folder, "shared")).FullName;
        File.WriteAllText(Path.Combine(shared, "file"), "from the host\n");
        Assert.Equal(
            "from the host",
            Sh("cat /mnt/file; echo x >/mnt/new", "-v", $"{shared}:/mnt")
        );
        Assert.True(File.Exists(Path.Combine(shared, "new")));
        Outcome refused = Crt(
            "run",
            "--rm",
            "-v",
            $"{shared}:/mnt:ro",
            BusyboxStore.Image,
            "touch",
            "/mnt/second"
        );
        Fails(refused, 1, "read-only");
        Assert.False(File.Exists(Path.Combine(shared, "second")));
    }

    [Fact]
    public void A_read_only_root_refuses_a_file_and_an_ordinary_one_forgets_it()
    {
        Fails(
            Crt("run", "--rm", "--read-only", BusyboxStore.Image, "touch", "/file"),
            1,
            "read-only"
        );
        Assert.Equal("", Sh("touch /file"));
        Assert.Equal("gone", Sh("test -e /file || echo gone"));
    }

    [Fact]
    public void Without_a_network_there_is_only_lo_and_with_the_hosts_it_is_the_hosts()
    {
        Assert.Equal("lo:", Sh("tail -n +3 /proc/net/dev | awk '{print $1}'", "--network", "none"));
        string own = new FileInfo("/proc/self/ns/net").LinkTarget!;
        Assert.Equal(own, Sh("readlink /proc/self/ns/net", "--network", "host"));
        Assert.NotEqual(own, Sh("readlink /proc/self/ns/net", "--network", "none"));
    }

    private string Sh(string script, params string[] options) =>
        Succeeds(["run", "--rm", "-i", .. options, BusyboxStore.Image, "sh", "-c", script]);
}
