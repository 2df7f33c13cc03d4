using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Refusals;

/// <summary>Kernel features with a fallback (docs/kernel-features.md), each with the feature taken away.</summary>
public sealed class FallbackTests : OciTest
{
    // OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH, which is how crt makes a mount of itself; without masks and
    // read-only paths nothing else of a run asks for just these
    private const string MountOfItself = "open_tree@2=0x81001";

    // F_GET_SEALS, and an attempt to write to the file that a container would reach through /proc/self/exe
    private const string LookAtSeals = """
        import fcntl, os, sys
        image = os.open(sys.argv[1], os.O_RDONLY)
        print(fcntl.fcntl(image, 1034))
        try:
            os.open(sys.argv[1], os.O_RDWR)
            print('written')
        except OSError as e:
            print(e.strerror)
        """;

    [Theory]
    [InlineData(Refuse.ENOSYS)]
    [InlineData(Refuse.EPERM)]
    public void Without_a_mount_of_itself_crt_runs_from_a_sealed_copy(int errno)
    {
        WithoutMasks();
        string id = NewId();
        Outcome made = CreateRefused(errno, MountOfItself, id);
        Assert.True(made.ExitCode == 0, made.ToString());
        string image = $"/proc/{PidOf(id)}/exe";
        Assert.StartsWith("/memfd:crt", new FileInfo(image).LinkTarget, StringComparison.Ordinal);
        // F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE
        Assert.Equal(
            "15\nText file busy",
            ProgramRun.To("python3", ["-c", LookAtSeals, image]).Text
        );
        Succeeds(Oci("start", id));
        WaitUntil(id, "stopped");
        Assert.Equal("ran", File.ReadAllText(OutputFile).Trim());
    }

    [Fact]
    public void With_a_mount_of_itself_there_is_no_copy()
    {
        WithoutMasks();
        string id = Create();
        string image = new FileInfo($"/proc/{PidOf(id)}/exe").LinkTarget!;
        Assert.DoesNotContain("memfd", image, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Refuse.ENOSYS)]
    [InlineData(Refuse.EPERM)]
    public void Without_faccessat2_the_older_call_finds_the_program(int errno)
    {
        _ = Bundle.Shell("echo ran").Write();
        string[] run =
        [
            Crt.Runtime,
            "--root",
            StateRoot,
            "run",
            "--bundle",
            Bundle.Folder,
            NewId(),
        ];
        Outcome ended = Refuse.Run(errno, "faccessat2", run);
        Assert.True(ended is { ExitCode: 0, Text: "ran" }, ended.ToString());
    }

    [Fact]
    public void Without_pivot_root_no_pivot_still_runs()
    {
        _ = Bundle.Shell("echo ran; ls -d /etc/os-release").Write();
        string[] command =
        [
            Crt.Runtime,
            "--root",
            StateRoot,
            "run",
            "--no-pivot",
            "--bundle",
            Bundle.Folder,
            NewId(),
        ];
        Outcome run = Refuse.Run(Refuse.ENOSYS, "pivot_root", command);
        Assert.True(run is { ExitCode: 0, Text: "ran\n/etc/os-release" }, run.ToString());
    }

    [Fact]
    public void A_kernel_without_keyrings_is_no_error_and_a_refusal_is_one_that_the_option_avoids()
    {
        _ = Bundle.Command("true").Write();
        Assert.Equal(0, RunRefused(Refuse.ENOSYS, "keyctl").ExitCode);
        FailsNaming(RunRefused(Refuse.EPERM, "keyctl"), "keyctl");
        Assert.Equal(0, RunRefused(Refuse.EPERM, "keyctl", "--no-new-keyring").ExitCode);
    }

    // the kernel answers EINVAL from its first unknown number on; here number 40 plays that part, and it stays in the set
    // because this kernel does know it: so the refusal has happened
    [Fact]
    public void A_kernel_that_knows_fewer_capabilities_ends_the_list()
    {
        _ = Bundle.Command("/bin/grep", "CapBnd", "/proc/self/status").Write();
        Outcome run = RunRefused(Refuse.EINVAL, "prctl@0=24@1=40");
        Assert.True(run.ExitCode == 0, run.ToString());
        ulong set = ulong.Parse(
            run.Text.Split('\t')[1],
            NumberStyles.HexNumber,
            CultureInfo.InvariantCulture
        );
        Assert.Equal(1UL << 40 | 0x20000420, set);
    }

    // cgroup.kill cannot be taken out of a group, but a read-only mount over it refuses the write
    [Fact]
    public void Without_cgroup_kill_every_process_of_the_group_gets_the_signal()
    {
        _ = Bundle.Shell("sleep 100 & sleep 100 & exec sleep 100");
        string id = CreateAndStart();
        string group = CgroupOf(PidOf(id));
        string file = group + "/cgroup.kill";
        Succeeds(ProgramRun.To("mount", ["--bind", file, file]));
        try
        {
            Succeeds(ProgramRun.To("mount", ["-o", "remount,bind,ro", file]));
            Succeeds(Oci("kill", "--all", id, "KILL"));
            WaitUntil(id, "stopped");
            Assert.Equal("", File.ReadAllText(group + "/cgroup.procs"));
        }
        finally
        {
            Succeeds(ProgramRun.To("umount", [file]));
        }
    }

    // a group of an older kernel has no cgroup.freeze; what is read there is then empty, as from /dev/null
    [Fact]
    public void A_group_that_does_not_say_whether_it_is_frozen_counts_as_not_frozen()
    {
        string name = "crt-test-freeze-" + NewId();
        string group = Directory.CreateDirectory($"/sys/fs/cgroup/{name}").FullName;
        Bundle.Linux["cgroupsPath"] = "/" + name;
        _ = Bundle.Command("true");
        try
        {
            File.WriteAllText(group + "/cgroup.freeze", "1");
            FailsNaming(Run(), "frozen");
            File.WriteAllText(group + "/cgroup.freeze", "0");
            Succeeds(ProgramRun.To("mount", ["--bind", "/dev/null", group + "/cgroup.freeze"]));
            string id = NewId();
            Outcome run = Oci("run", "--keep", "--bundle", Bundle.Folder, id);
            Succeeds(ProgramRun.To("umount", [group + "/cgroup.freeze"]));
            Assert.True(run.ExitCode == 0, run.ToString());
            Succeeds(Oci("delete", id));
        }
        finally
        {
            if (Directory.Exists(group))
            {
                File.WriteAllText(group + "/cgroup.freeze", "0");
                Directory.Delete(group);
            }
        }
    }

    private void WithoutMasks()
    {
        Bundle.Linux["maskedPaths"] = new JsonArray();
        Bundle.Linux["readonlyPaths"] = new JsonArray();
        _ = Bundle.Command("echo", "ran").Write();
    }

    private Outcome RunRefused(int errno, string calls, params string[] options) =>
        Refuse.Run(
            errno,
            calls,
            [
                Crt.Runtime,
                "--root",
                StateRoot,
                "run",
                .. options,
                "--bundle",
                Bundle.Folder,
                NewId(),
            ]
        );

    private Outcome CreateRefused(int errno, string calls, string id) =>
        ProgramRun.To(
            "sh",
            [
                "-c",
                $"exec '{Refuse.Program}' {errno} {calls} '{Crt.Runtime}' --root '{StateRoot}' create --bundle '{Bundle.Folder}' --pid-file '{PidFile(id)}' {id} </dev/null >'{OutputFile}' 2>'{OutputFile}.err'",
            ]
        );

    private static string CgroupOf(int pid) =>
        "/sys/fs/cgroup"
        + File.ReadLines($"/proc/{pid}/cgroup")
            .First(x => x.StartsWith("0::", StringComparison.Ordinal))[3..];
}
