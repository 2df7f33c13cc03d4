using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>A /dev that somebody else has filled: masks and terminals do not believe it.</summary>
/// <remarks>
/// Tried with a build that took the container's own /dev/null for masks and did not verify the ptmx: link, file and zero were red, and
/// both false ptmx. The console that is a link stayed green.
/// </remarks>
public sealed class DeviceTests : OciTest
{
    // SEC-09, CVE-2025-31133: a mask made from the container's own null device would show, and open for writing, what
    // the link names. Only looked at here: nothing is written.
    [Theory]
    [InlineData("link")]
    [InlineData("file")]
    [InlineData("zero")]
    [InlineData("missing")]
    public void Masks_do_not_come_from_the_containers_null_device(string kind)
    {
        string dev = Directory.CreateDirectory(Path.Combine(Folder, "dev")).FullName;
        string null_ = Path.Combine(dev, "null");
        switch (kind)
        {
            case "link":
                _ = File.CreateSymbolicLink(null_, "/proc/sys/kernel/core_pattern");
                break;
            case "file":
                File.WriteAllText(null_, "content of a file\n");
                break;
            case "zero":
                Succeeds(ProgramRun.To("mknod", [null_, "c", "1", "5"]));
                break;
        }
        ReplaceDev(dev);
        _ = Bundle.Command("/bin/stat", "-c", "%F %t:%T", "/proc/keys", "/proc/timer_list");
        Outcome run = Run();
        // refusing such a container would be safe as well
        Assert.True(
            run.ExitCode != 0 || run.Text.Split('\n').All(x => x == "character special file 1:3"),
            run.ToString()
        );
    }

    // SEC-11, CVE-2025-52565: the terminal comes from a devpts master that was looked at, or there is none
    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/proc/sys/kernel/core_pattern")]
    public void A_terminal_does_not_come_from_a_false_ptmx(string target)
    {
        string pts = Directory.CreateDirectory(Path.Combine(Folder, "pts")).FullName;
        _ = File.CreateSymbolicLink(Path.Combine(pts, "ptmx"), target);
        JsonNode mount = MountOn("/dev/pts");
        mount["type"] = "bind";
        mount["source"] = pts;
        mount["options"] = TestBundle.Strings(["bind"]);
        Bundle.Process["terminal"] = true;
        _ = Bundle.Command("true").Write();
        Outcome run = Pty.Run(
            Crt.Runtime,
            ["--root", StateRoot, "run", "--bundle", Bundle.Folder, NewId()]
        );
        Assert.True(run.ExitCode != 0, run.ToString());
        Assert.Contains("ptmx", run.Output, StringComparison.Ordinal);
    }

    // SEC-11: /dev/console is bound by descriptor, on a new file and not on what a link names
    [Fact]
    public void A_console_that_is_a_link_is_not_followed()
    {
        Canary canary = new(Path.Combine(Folder, "canary"));
        string dev = Directory.CreateDirectory(Path.Combine(Folder, "dev")).FullName;
        foreach (string name in (string[])["pts", "shm", "mqueue"])
        {
            _ = Directory.CreateDirectory(Path.Combine(dev, name));
        }
        _ = File.CreateSymbolicLink(
            Path.Combine(dev, "console"),
            Path.Combine(canary.Folder, "secret")
        );
        ReplaceDev(dev);
        Bundle.Process["terminal"] = true;
        _ = Bundle.Shell("cat /dev/console </dev/null | head -c 1; true").Write();
        _ = Pty.Run(Crt.Runtime, ["--root", StateRoot, "run", "--bundle", Bundle.Folder, NewId()]);
        Assert.Equal("", canary.Changes());
    }

    private void ReplaceDev(string source)
    {
        JsonNode mount = MountOn("/dev");
        mount["type"] = "bind";
        mount["source"] = source;
        mount["options"] = TestBundle.Strings(["bind"]);
        foreach (string below in (string[])["/dev/pts", "/dev/shm", "/dev/mqueue"])
        {
            _ = Directory.CreateDirectory(source + below[4..]);
        }
    }

    private JsonNode MountOn(string destination) =>
        Bundle.Mounts.First(x => x!["destination"]!.GetValue<string>() == destination)!;
}
