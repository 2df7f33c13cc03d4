using System;
using System.Globalization;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>What the options of `crt run` change, seen from inside the container.</summary>
public sealed class RunOptionsTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    private const ulong Docker = 0xa80425fb;
    private const ulong NetAdmin = 1 << 12;
    private const ulong Chown = 1 << 0;

    [Fact]
    public void Capabilities_are_dockers_and_can_be_added_and_dropped()
    {
        Assert.Equal(Docker, Bounding());
        Assert.Equal(Docker | NetAdmin, Bounding("--cap-add", "NET_ADMIN"));
        Assert.Equal(Docker & ~Chown, Bounding("--cap-drop", "chown"));
        Assert.Equal(0UL, Bounding("--cap-drop", "ALL"));
        Assert.Equal(NetAdmin, Bounding("--cap-drop", "ALL", "--cap-add", "CAP_NET_ADMIN"));
    }

    [Fact]
    public void A_capability_makes_the_difference()
    {
        Assert.Equal("no", Sh("ip link set lo down 2>/dev/null && echo yes || echo no"));
        Assert.Equal(
            "yes",
            Sh("ip link set lo down && echo yes || echo no", "--cap-add", "NET_ADMIN")
        );
        const string chown = "touch /f; chown 1:1 /f 2>/dev/null && echo yes || echo no";
        Assert.Equal("yes", Sh(chown));
        Assert.Equal("no", Sh(chown, "--cap-drop", "CHOWN"));
    }

    [Fact]
    public void An_unknown_capability_is_125_and_named() =>
        Fails(Crt("run", "--rm", "--cap-add", "FLY", BusyboxStore.Image, "true"), 125, "FLY");

    [Fact]
    public void A_privileged_container_has_every_capability_no_filter_and_nothing_hidden()
    {
        const string script =
            "grep ^Seccomp: /proc/self/status | tr -dc 0-9; mkdir -p /m; mount -t tmpfs t /m && echo mounted || echo refused;"
            + "mount | grep -c ' on /proc/.*[(]ro,'; test -c /dev/zero && head -c1 /dev/zero | wc -c";
        Assert.Equal("0mounted\n0\n1", Sh(script, "--privileged"));
        Assert.Equal(Own(), Bounding("--privileged"));
        string[] ordinary = Sh(script + " 2>/dev/null").Split('\n');
        Assert.Equal("2refused", ordinary[0]);
        Assert.NotEqual("0", ordinary[1]);
    }

    [Fact]
    public void A_file_of_the_host_is_shown_read_only_and_a_missing_source_becomes_a_directory()
    {
        string file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "text\n");
        Assert.Equal(
            "text\nrefused",
            Sh(
                "cat /etc/file; echo x 2>/dev/null >>/etc/file || echo refused",
                "-v",
                $"{file}:/etc/file:ro"
            )
        );
        Assert.Equal("text\n", File.ReadAllText(file));
        string made = Path.Combine(Folder, "made/here");
        Assert.Equal("", Sh("touch /data/x", "-v", $"{made}:/data"));
        Assert.True(File.Exists(Path.Combine(made, "x")));
    }

    [Fact]
    public void A_read_only_root_still_has_its_volumes_and_dev_shm()
    {
        string shared = Directory.CreateDirectory(Path.Combine(Folder, "rw")).FullName;
        Assert.Equal(
            "no yes yes",
            Sh(
                "t() { touch $1/f 2>/dev/null && echo -n yes || echo -n no; }; t /; echo -n ' '; t /data; echo -n ' '; t /dev/shm",
                "--read-only",
                "-v",
                $"{shared}:/data"
            )
        );
    }

    [Fact]
    public void A_working_directory_is_made_when_it_is_missing() =>
        Assert.Equal("/made/here", Sh("pwd", "-w", "/made/here"));

    [Theory]
    [InlineData("-w", "relative")]
    [InlineData("-u", "no-such-user")]
    [InlineData("-u", "0:no-such-group")]
    [InlineData("-u", "2147483648")]
    [InlineData("-v", "/a:relative")]
    [InlineData("--network", "bridge")]
    public void What_an_option_cannot_be_is_125_names_it_and_leaves_nothing(
        string option,
        string value
    )
    {
        Fails(
            Crt("run", "--rm", option, value, BusyboxStore.Image, "true"),
            125,
            value.Split(':')[^1]
        );
        NoContainerIsLeft();
    }

    [Fact]
    public void A_variable_without_a_value_is_the_callers()
    {
        Outcome outcome = CrtWith(
            [new("OF_THE_CALLER", "two words")],
            "run",
            "--rm",
            "-e",
            "OF_THE_CALLER",
            "-e",
            "NOT_THERE",
            BusyboxStore.Image,
            "sh",
            "-c",
            "echo \"$OF_THE_CALLER\"; echo ${NOT_THERE-unset}"
        );
        Assert.Equal((0, "two words\nunset"), (outcome.ExitCode, outcome.Text));
    }

    [Fact]
    public void Of_a_label_or_a_variable_that_is_given_twice_the_last_counts()
    {
        string[] twice = ["-l", "a=1", "-l", "b", "-l", "a=2", "-e", "A=1", "-e", "A=2"];
        _ = Succeeds(["run", "--name", "box", .. twice, BusyboxStore.Image, "sh", "-c", "echo $A"]);
        Assert.Equal("2", Succeeds("logs", "box"));
        string labels = Succeeds("inspect", "box");
        Assert.Contains("\"a\": \"2\"", labels, StringComparison.Ordinal);
        Assert.Contains("\"b\": \"\"", labels, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_volumes_in_one_place_are_refused()
    {
        string[] volumes = ["-v", $"{Folder}:/x", "-v", $"{Folder}:/x/"];
        Fails(
            Crt(["run", "--rm", .. volumes, BusyboxStore.Image, "true"]),
            125,
            "duplicate mount point /x"
        );
        NoContainerIsLeft();
    }

    [Fact]
    public void A_slash_behind_the_name_of_a_file_is_nothing()
    {
        string file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "text\n");
        Assert.Equal("text", Sh("cat /x", "-v", $"{file}/:/x"));
        string[] below = ["run", "--rm", "-v", $"{file}/below:/x", BusyboxStore.Image, "true"];
        Fails(Crt(below), 125, $"{file}/below", "not a directory");
        NoContainerIsLeft();
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("/etc/passwd")]
    public void A_volume_that_cannot_be_mounted_is_named_as_it_was_given(string target)
    {
        string source = target == "/etc" ? Path.Combine(Folder, "file") : Folder;
        File.WriteAllText(Path.Combine(Folder, "file"), "");
        string[] run = ["run", "--rm", "-v", $"{source}:{target}", BusyboxStore.Image, "true"];
        Outcome outcome = Crt(run);
        Fails(outcome, 125, $"-v {source}:{target}: ", "a file only on a file");
        Assert.DoesNotContain("mounts[", outcome.Errors, StringComparison.Ordinal);
        Fails(
            Crt("run", "--rm", "-v", $"{Folder}:/proc/x", BusyboxStore.Image, "true"),
            125,
            $"-v {Folder}:/proc/x: "
        );
        NoContainerIsLeft();
    }

    [Fact]
    public void An_empty_value_of_an_option_is_none()
    {
        string id = Sh("hostname", "-h", "", "-w", "", "-u", "", "--network", "");
        Assert.Matches("^[0-9a-f]{12}$", id);
    }

    [Fact]
    public void Inspect_finds_images_too()
    {
        string shown = Succeeds("inspect", BusyboxStore.Image);
        foreach (
            string part in (string[])
                [
                    "\"busybox:latest\"",
                    "\"Os\": \"linux\"",
                    "\"Cmd\": [",
                    "\"RepoDigests\"",
                    "\"Layers\": [",
                ]
        )
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }
        _ = Succeeds("run", "-d", "--name", "busybox", BusyboxStore.Image, "sleep", "100");
        Assert.Contains("\"State\"", Succeeds("inspect", "busybox"), StringComparison.Ordinal);
        Fails(Crt("inspect", "nothing-of-this-name"), 1, "no such container or image");
    }

    [Fact]
    public void A_command_that_is_a_directory_is_126() =>
        Fails(Crt("run", "--rm", BusyboxStore.Image, "/etc"), 126, "/etc");

    [Fact]
    public void A_container_that_a_signal_ended_is_128_and_its_number()
    {
        // the first process of a pid namespace takes only from outside a signal that it has no handler for, and of those SIGKILL
        Outcome outcome = ProgramRun.To(
            "sh",
            [
                "-c",
                "$0 run --rm --name box busybox sleep 100 & until $0 kill box >/dev/null 2>&1; do sleep 0.1; done; wait $!; echo $?",
                Program,
            ],
            new RunOptions { Environment = Variables }
        );
        Assert.True(outcome.Text == "137", outcome.ToString());
        Assert.Equal(
            139,
            Crt(
                "run",
                "--rm",
                BusyboxStore.Image,
                "sh",
                "-c",
                "sh -c 'kill -SEGV $$'; exit $?"
            ).ExitCode
        );
        NoContainerIsLeft();
    }

    private ulong Bounding(params string[] options) =>
        ulong.Parse(
            Sh("grep CapBnd /proc/self/status | cut -f2", options),
            NumberStyles.HexNumber,
            CultureInfo.InvariantCulture
        );

    // privileged is what crt itself may give away
    private static ulong Own() =>
        ulong.Parse(
            File.ReadLines("/proc/self/status")
                .First(x => x.StartsWith("CapBnd:", StringComparison.Ordinal))
                .Split('\t')[1],
            NumberStyles.HexNumber,
            CultureInfo.InvariantCulture
        );

    private string Sh(string script, params string[] options) =>
        Succeeds(["run", "--rm", .. options, BusyboxStore.Image, "sh", "-c", script]);
}
