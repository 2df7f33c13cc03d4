using System.IO;
using System.Threading;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>Who runs a process, and the variables that depend on that: by the files that the container itself sees.</summary>
public sealed class ProcessUserTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    private const string WhoAndHome = "id -u; id -G; echo $HOME";
    private const string Bob = "bob:x:1001:1002::/srv/bob:/bin/sh\n";
    private const string Groups = "staff:x:20:bob\n";

    [Fact]
    public void An_exec_has_the_home_of_its_own_user()
    {
        Start();
        Assert.Equal("65534\n65534\n/home", Exec("nobody"));
        Assert.Equal("65534\n65534\n/home", Exec("65534"));
        Assert.Equal("4711\n0\n/", Exec("4711"));
        Assert.Equal("/root", Succeeds("exec", "box", "sh", "-c", "echo $HOME"));
        Start("other", "-u", "nobody");
        Assert.Equal("/home", Succeeds("exec", "other", "sh", "-c", "echo $HOME"));
        Assert.Equal("0\n0\n/root", Exec("0", "other"));
    }

    [Fact]
    public void A_home_that_was_asked_for_stays()
    {
        Start("box", "-e", "HOME=/mine");
        Assert.Equal("65534\n65534\n/mine", Exec("nobody"));
    }

    [Fact]
    public void A_user_is_known_by_the_files_that_the_container_sees()
    {
        string passwd = Path.Combine(Folder, "passwd");
        string group = Path.Combine(Folder, "group");
        File.WriteAllText(passwd, Bob);
        File.WriteAllText(group, Groups);
        string[] bound = ["-v", $"{passwd}:/etc/passwd", "-v", $"{group}:/etc/group"];
        Assert.Equal(
            "1001\n1002 20\n/srv/bob",
            Succeeds(["run", "--rm", .. bound, "-u", "bob", "busybox", "sh", "-c", WhoAndHome])
        );
        Start("box", bound);
        Assert.Equal("1001\n1002 20\n/srv/bob", Exec("bob"));
        Fails(Crt("exec", "-u", "nobody", "box", "true"), 125, "has no user \"nobody\"");
    }

    [Fact]
    public void A_user_that_a_running_container_has_made_is_known_to_exec()
    {
        Start("box", "-v", $"{Directory.CreateDirectory(Path.Combine(Folder, "etc"))}:/etc");
        const string script =
            "echo bob:x:1001:1002::/srv/bob:/bin/sh >/etc/passwd; echo staff:x:20:bob >/etc/group";
        _ = Succeeds("exec", "box", "sh", "-c", script);
        Assert.Equal("1001\n1002 20\n/srv/bob", Exec("bob"));
        // a mount that only the container's own namespace has
        Start("inner", "--privileged");
        _ = Succeeds("exec", "inner", "sh", "-c", $"mount -t tmpfs t /etc; {script}");
        Assert.Equal("1001\n1002 20\n/srv/bob", Exec("bob", "inner"));
    }

    [Theory]
    [InlineData("mkfifo /etc/passwd")]
    [InlineData("mknod /etc/passwd c 1 5")]
    [InlineData("ln -s /proc/kmsg /etc/passwd")]
    [InlineData("ln -s passwd /etc/passwd")]
    [InlineData("ln -s ../../../../../../../../etc/passwd /etc/passwd")]
    [InlineData("mkdir /etc/passwd")]
    [InlineData("head -c 20000000 /dev/zero >/etc/passwd; echo bob:x:1:1::/: >>/etc/passwd")]
    [InlineData("true")]
    public void A_hostile_file_of_users_does_no_harm(string script)
    {
        Start();
        _ = Succeeds("exec", "box", "sh", "-c", $"rm /etc/passwd; {script}");
        Fails(Crt("exec", "-u", "bob", "box", "true"), 125, "has no user \"bob\"");
        Fails(Crt("exec", "-u", "daemon", "box", "true"), 125, "has no user \"daemon\"");
        // nothing that would look into the files itself
        string variables = Succeeds("exec", "-u", "7", "box", "env");
        Assert.Contains("HOME=/\n", variables + "\n", System.StringComparison.Ordinal);
    }

    // Whoever writes to a FIFO waits until it is opened for reading. Seen red with an open that does not look first.
    [Fact]
    public void What_is_no_regular_file_is_not_even_opened()
    {
        Start();
        _ = Succeeds("exec", "box", "sh", "-c", "rm /etc/passwd; mkfifo /etc/passwd");
        _ = Succeeds("exec", "-d", "box", "sh", "-c", "exec 3>/etc/passwd; touch /opened");
        Thread.Sleep(300);
        Fails(Crt("exec", "-u", "bob", "box", "true"), 125);
        _ = Succeeds("exec", "-u", "7", "box", "env");
        Assert.Equal(
            "no",
            Succeeds("exec", "box", "sh", "-c", "test -e /opened && echo yes || echo no")
        );
    }

    [Fact]
    public void An_exec_takes_the_callers_variables_by_name()
    {
        Start("box", "-e", "A=1", "-e", "B=2");
        Outcome outcome = CrtWith(
            [new("OF_THE_CALLER", "two words")],
            "exec",
            "-e",
            "OF_THE_CALLER",
            "-e",
            "A",
            "-e",
            "B=3",
            "-e",
            "B=4",
            "box",
            "sh",
            "-c",
            "echo \"$OF_THE_CALLER\" ${A-unset} $B"
        );
        Assert.True(outcome.Text == "two words unset 4", outcome.ToString());
    }

    private void Start(string name = "box", params string[] options) =>
        _ = Succeeds(["run", "-d", "--name", name, .. options, "busybox", "sleep", "1000"]);

    private string Exec(string user, string name = "box") =>
        Succeeds("exec", "-u", user, name, "sh", "-c", WhoAndHome);
}
