using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>The child between clone3 and execve: what a container can see of it, and what it opens.</summary>
public sealed partial class ChildTests : OciTest
{
    // SEC-20, CVE-2016-9962. Tried: red with PR_SET_DUMPABLE 1. The look of a neighbour in the same pid namespace with the same user and capabilities. It
    // succeeds once execve has made the process dumpable, so it is the child's state that refuses it.
    [Fact]
    public void A_child_that_waits_cannot_be_looked_into_and_the_program_can()
    {
        _ = Bundle.Command("sleep", "100");
        string id = Create();
        TestBundle neighbour = Neighbour(PidOf(id));
        Outcome before = Oci("run", "--bundle", neighbour.Folder, NewId());
        Assert.True(before.Text.Length == 0, before.ToString());
        Assert.Contains("ermission denied", before.Errors, StringComparison.Ordinal);
        Succeeds(Oci("start", id));
        Outcome after = Oci("run", "--bundle", neighbour.Folder, NewId());
        Assert.Contains("/dev/null", after.Text, StringComparison.Ordinal);
        Assert.Contains("r-xp", after.Text, StringComparison.Ordinal);
    }

    // SEC-21, CVE-2019-5736. Tried: red when SealedSelf.Ensure is content with any mount. The file that a container can reach through /proc/self/exe. The handle is kept over the
    // program's end, when nothing is busy any more.
    [Fact]
    public void The_runtimes_own_file_cannot_be_opened_for_writing()
    {
        string program =
            File.ResolveLinkTarget(Crt.Runtime, returnFinalTarget: true)?.FullName ?? Crt.Runtime;
        byte[] before = SHA256.HashData(File.ReadAllBytes(program));
        _ = Bundle.Command("true");
        string id = Create();
        Outcome held = ProgramRun.To(
            "python3",
            ["-c", Holder, $"/proc/{PidOf(id)}/exe", Crt.Runtime, StateRoot, id]
        );
        // while it runs the kernel says that it is busy, afterwards only the mount refuses
        Assert.True(held.Text == "Text file busy\nRead-only file system", held.ToString());
        Assert.Equal(before, SHA256.HashData(File.ReadAllBytes(program)));
    }

    [Theory]
    [InlineData("/proc/self/exe")]
    [InlineData("/script")]
    public void A_container_that_starts_the_runtimes_own_file_changes_nothing(string command)
    {
        string program =
            File.ResolveLinkTarget(Crt.Runtime, returnFinalTarget: true)?.FullName ?? Crt.Runtime;
        byte[] before = SHA256.HashData(File.ReadAllBytes(program));
        string script = Path.Combine(Bundle.Root, "script");
        File.WriteAllText(script, "#!/proc/self/exe\n");
        File.SetUnixFileMode(script, (UnixFileMode)0x1ED);
        _ = Bundle.Command(command);
        _ = Run();
        Assert.Equal(before, SHA256.HashData(File.ReadAllBytes(program)));
    }

    // SEC-22, CVE-2024-21626. Tried: red without close_range and without the look at getcwd's answer. A working directory through a descriptor that has leaked
    [Fact]
    public void A_working_directory_through_a_descriptor_is_never_entered()
    {
        for (int fd = 3; fd < 16; fd++)
        {
            foreach (string process in (string[])["self", "1"])
            {
                Bundle.Process["cwd"] = $"/proc/{process}/fd/{fd}";
                _ = Bundle.Shell("pwd; ls ../../../../../../etc/debian_version");
                Outcome run = Run();
                Assert.True(run.ExitCode != 0 && run.Output.Length == 0, run.ToString());
            }
        }
        Bundle.Process["cwd"] = "/";
        _ = Bundle.Command("sleep", "100");
        string id = CreateAndStart();
        for (int fd = 3; fd < 16; fd++)
        {
            Outcome exec = Oci("exec", "--cwd", $"/proc/self/fd/{fd}", id, "pwd");
            Assert.True(exec.ExitCode != 0 && exec.Output.Length == 0, exec.ToString());
        }
    }

    // SEC-23: nor is a program found through one
    [Fact]
    public void A_program_through_a_descriptor_is_never_started()
    {
        for (int fd = 3; fd < 16; fd++)
        {
            _ = Bundle.Command(
                $"/proc/self/fd/{fd}/../../../../../../bin/cat",
                "/etc/debian_version"
            );
            Outcome run = Run();
            Assert.True(run.ExitCode != 0 && run.Output.Length == 0, run.ToString());
        }
    }

    // SEC-12, SEC-30: from its birth on the child opens no absolute path but below its own procfs handle, and no library
    [Theory]
    [InlineData("run")]
    [InlineData("exec")]
    public void The_child_opens_no_absolute_path_and_no_library(string verb)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "needs the package strace");
        // what a library search would find, if there was one
        foreach (
            string name in (string[])
                ["libc.so", "libc.so.6", "libnss_files.so.2", "etc/ld.so.cache"]
        )
        {
            File.WriteAllText(Path.Combine(Bundle.Root, name), "poison");
        }
        _ = Bundle.Command("sleep", "100");
        string trace = Path.Combine(Folder, "trace");
        string command =
            verb == "exec"
                ? $"exec {CreateAndStart()} true"
                : $"run --bundle '{Bundle.Command("true").Write().Folder}' {NewId()}";
        Outcome traced = ProgramRun.To(
            "sh",
            [
                "-c",
                $"strace -f -qq -o '{trace}' -e trace=open,openat,openat2,clone3,execve '{Crt.Runtime}' --root '{StateRoot}' {command} </dev/null >/dev/null 2>'{OutputFile}.err'",
            ]
        );
        Assert.True(traced.ExitCode == 0, traced + File.ReadAllText(OutputFile + ".err"));
        string[] opened = [.. OpenedByTheChild(File.ReadAllLines(trace))];
        Assert.NotEmpty(opened);
        // the root itself is opened by its name before it is entered, the host's to leave it
        string root = $"\"{Bundle.Root}\"";
        string host = "AT_FDCWD, \"/\", ";
        Assert.DoesNotContain(
            opened,
            x =>
                Absolute().IsMatch(x)
                && !x.Contains(root, StringComparison.Ordinal)
                && !x.Contains(host, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            File.ReadAllLines(trace),
            x => x.Contains(".so", StringComparison.Ordinal)
        );
    }

    private const string Holder = """
        import os, subprocess, sys
        image, runtime, root, container = sys.argv[1:]
        handle = os.open(image, os.O_PATH)
        def attempt():
            try:
                os.close(os.open(f'/proc/self/fd/{handle}', os.O_WRONLY))
                print('opened for writing')
            except OSError as e:
                print(e.strerror)
        attempt()
        subprocess.run([runtime, '--root', root, 'delete', '--force', container], check=True)
        attempt()
        """;

    private TestBundle Neighbour(int pid)
    {
        var bundle = new TestBundle(
            Directory.CreateDirectory(Path.Combine(Folder, "neighbour")).FullName
        );
        JsonNode space = bundle.Linux["namespaces"]!
            .AsArray()
            .First(x => x!["type"]!.GetValue<string>() == "pid")!;
        space["path"] = $"/proc/{pid}/ns/pid";
        return bundle
            .Shell(
                "for f in /proc/1/fd/*; do readlink $f; done; cat /proc/1/maps; head -c 1 /proc/1/environ"
            )
            .Write();
    }

    // between the clone that made it and its execve
    private static IEnumerable<string> OpenedByTheChild(string[] lines)
    {
        string? child = lines
            .Select(x => Cloned().Match(x))
            .LastOrDefault(x => x.Success)
            ?.Groups[1]
            .Value;
        Assert.True(
            child is not null,
            "no clone3 in the trace:\n" + string.Join('\n', lines.TakeLast(20))
        );
        return lines
            .Where(x => x.StartsWith(child + " ", StringComparison.Ordinal))
            .TakeWhile(x => !x.Contains("execve(", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"clone3\(.*= (\d+)$", RegexOptions.None, 1000)]
    private static partial Regex Cloned();

    [GeneratedRegex(@"open(at2?)?\((AT_FDCWD|-100|""/)", RegexOptions.None, 1000)]
    private static partial Regex Absolute();
}
