using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using ContainerRt.Linux;
using ContainerRt.Linux.Bpf;
using ContainerRt.Linux.Native;
using ContainerRt.Runtime.Cgroups;
using ContainerRt.Spec.Runtime;
using Xunit;

namespace ContainerRt.Runtime.Tests.Cgroups;

public sealed class DeviceProgramTests
{
    [Fact]
    public void The_kernel_refuses_a_device_that_the_last_rule_denies()
    {
        string top = Directory.Exists("/sys/fs/cgroup/unified")
            ? "/sys/fs/cgroup/unified"
            : "/sys/fs/cgroup";
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "BPF device programs need root");
        Assert.SkipUnless(File.Exists(top + "/cgroup.procs"), "no cgroup v2 here");
        string group = $"{top}/crt-test-{Environment.ProcessId}";
        _ = Directory.CreateDirectory(group);
        try
        {
            nint path = Marshal.StringToCoTaskMemUTF8(group);
            using Fd cgroup = Fd.Own(Sys.Call(NR.openat, -100, path, 0x90000));
            Marshal.FreeCoTaskMem(path);
            Attach(cgroup, [.. DefaultDevices.Rules]);
            Assert.Equal("null zero", Try(group));
            Attach(
                cgroup,
                [
                    .. DefaultDevices.Rules,
                    new()
                    {
                        Allow = false,
                        Type = "c",
                        Major = 1,
                        Minor = 5,
                        Access = "r",
                    },
                ]
            );
            Assert.Equal("null", Try(group));
            Attach(cgroup, []);
            Assert.Equal("", Try(group));
        }
        finally
        {
            Directory.Delete(group);
        }
    }

    private static void Attach(Fd cgroup, LinuxDeviceCgroup[] rules)
    {
        using Fd program = BpfProgram
            .LoadCgroupDevice(DeviceProgram.Compile(rules), out string log)
            .OrThrow($"load {log}");
        _ = BpfAttach.ToCgroup(cgroup, program).OrThrow("attach");
    }

    private static string Try(string group)
    {
        string script =
            $"echo $$ > {group}/cgroup.procs; (: < /dev/null) && printf 'null '; (: < /dev/zero) && printf zero";
        ProcessStartInfo start = new("/bin/sh", ["-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using System.Diagnostics.Process shell = System.Diagnostics.Process.Start(start)!;
        string output = shell.StandardOutput.ReadToEnd().Trim();
        shell.WaitForExit();
        return output;
    }
}
