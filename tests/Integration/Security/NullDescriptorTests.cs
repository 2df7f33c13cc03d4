using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>A standard descriptor that is the host's /dev/null becomes the container's own.</summary>
/// <remarks>Seen red with the caller's descriptors handed on: run, create and exec.</remarks>
public sealed class NullDescriptorTests : OciTest
{
    // SEC-10
    [Theory]
    [InlineData("run")]
    [InlineData("create")]
    [InlineData("exec")]
    public void The_callers_null_device_is_no_descriptor_of_the_container(string verb)
    {
        string[] before = Inodes.List("/dev");
        string[] report = Report(verb, "");
        Assert.Equal([], Inodes.Changed(before, "/dev"));
        IsOwnNull(report);
    }

    // SEC-09: the container's /dev/null is the image's word: what is no null device there is not taken, and a private one is
    [Theory]
    [InlineData("link")]
    [InlineData("file")]
    [InlineData("zero")]
    [InlineData("missing")]
    [InlineData("fifo")]
    public void A_false_null_device_of_the_container_is_not_taken(string kind)
    {
        string dev = MakeDev(kind);
        string[] before = Inodes.List("/dev");
        string[] report = Report("run", dev);
        Assert.Equal([], Inodes.Changed(before, "/dev"));
        IsOwnNull(report);
        // a process that joins meets the same /dev
        string[] joined = Report("exec", dev);
        Assert.Equal([], Inodes.Changed(before, "/dev"));
        IsOwnNull(joined);
    }

    [Fact]
    public void What_is_no_null_device_is_handed_on_as_it_is()
    {
        string file = Path.Combine(Folder, "given");
        File.WriteAllText(file, "words of the caller\n");
        _ = Bundle.Command("cat").Write();
        Outcome run = Sh($"run --bundle '{Bundle.Folder}' {NewId()} <'{file}'");
        Assert.Equal((0, "words of the caller"), (run.ExitCode, run.Text));
    }

    [Fact]
    public void A_program_that_is_not_root_opens_its_null_descriptor_again()
    {
        Bundle.Process["user"] = new JsonObject { ["uid"] = 1000, ["gid"] = 1000 };
        _ = Bundle
            .Shell("cat /dev/stdin; echo x >/proc/self/fd/0 && readlink /proc/self/fd/0")
            .Write();
        Outcome run = Sh($"run --bundle '{Bundle.Folder}' {NewId()} </dev/null");
        Assert.Equal((0, "/dev/null"), (run.ExitCode, run.Text));
    }

    private static void IsOwnNull(string[] report)
    {
        string[] descriptors =
        [
            .. report.Where(x => x.Contains(" is descriptor ", StringComparison.Ordinal)),
        ];
        Assert.Equal(3, descriptors.Length);
        string host = Inodes.DeviceOf("/dev/null");
        foreach (string line in descriptors)
        {
            Assert.EndsWith(" 20000 1:3", line, StringComparison.Ordinal);
            Assert.False(line.StartsWith(host + " ", StringComparison.Ordinal), line);
        }
    }

    private string[] Report(string verb, string dev)
    {
        string given = Path.Combine(Bundle.Root, "in");
        if (!Directory.Exists(given))
        {
            _ = Directory.CreateDirectory(given);
            File.Copy(Inodes.Program, Path.Combine(given, "inodes"));
            Bundle.Config["root"]!["readonly"] = false;
            if (dev.Length > 0)
            {
                ReplaceDev(dev);
            }
        }
        string file = Path.Combine(given, "report");
        File.Delete(file);
        string[] command = ["/in/inodes", "try", "/in/report", "/proc/keys"];
        string id = NewId();
        _ = (verb == "exec" ? Bundle.Command("sleep", "100") : Bundle.Command(command)).Write();
        string quiet = "</dev/null >/dev/null 2>/dev/null";
        if (verb == "run")
        {
            Succeeds(Sh($"run --bundle '{Bundle.Folder}' {id} {quiet}"));
            return File.ReadAllLines(file);
        }
        Succeeds(Sh($"create --bundle '{Bundle.Folder}' {id} {quiet}"));
        Succeeds(Oci("start", id));
        if (verb == "exec")
        {
            Succeeds(Sh($"exec {id} {string.Join(' ', command)} {quiet}"));
            Succeeds(Oci("kill", id, "KILL"));
        }
        WaitUntil(id, "stopped");
        return File.ReadAllLines(file);
    }

    private Outcome Sh(string command) =>
        ProgramRun.To("sh", ["-c", $"'{Crt.Runtime}' --root '{StateRoot}' {command}"]);

    private string MakeDev(string kind)
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
            case "fifo":
                // opening it would wait for a reader
                Succeeds(ProgramRun.To("mkfifo", [null_]));
                break;
        }
        return dev;
    }

    private void ReplaceDev(string source)
    {
        JsonNode mount = Bundle.Mounts.First(x => x!["destination"]!.GetValue<string>() == "/dev")!;
        mount["type"] = "bind";
        mount["source"] = source;
        mount["options"] = TestBundle.Strings(["bind"]);
        foreach (string below in (string[])["pts", "shm", "mqueue"])
        {
            _ = Directory.CreateDirectory(Path.Combine(source, below));
        }
    }
}
