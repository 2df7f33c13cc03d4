using System;
using System.IO;
using ContainerRt.Integration.Programs;

namespace ContainerRt.Integration.Bundles;

/// <summary>A root of busybox-static with one link per applet, made once under out/cache.</summary>
public static class BusyboxRoot
{
    private const string Passwd =
        "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n";
    private const string Group =
        "root:x:0:\ndaemon:x:1:\ntty:x:5:\nusers:x:100:\nnogroup:x:65534:\n";

    public static void CopyTo(string root)
    {
        string made = Made();
        Outcome copy = ProgramRun.To("cp", ["-a", made, root]);
        if (copy.ExitCode != 0)
        {
            throw new InvalidOperationException(copy.ToString());
        }
    }

    public static string Made()
    {
        string root = Path.Combine(Crt.Cache, "busybox-root");
        if (Directory.Exists(root))
        {
            return root;
        }
        string half = root + "." + Environment.ProcessId;
        foreach (
            string one in (string[])
                ["bin", "dev", "etc", "home", "proc", "root", "sys", "tmp", "usr/bin", "var/log"]
        )
        {
            _ = Directory.CreateDirectory(Path.Combine(half, one));
        }
        string busybox = Path.Combine(half, "bin/busybox");
        File.Copy("/bin/busybox", busybox);
        foreach (
            string applet in ProgramRun
                .To(busybox, ["--list"])
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        )
        {
            if (applet != "busybox")
            {
                _ = File.CreateSymbolicLink(Path.Combine(half, "bin", applet), "busybox");
            }
        }
        File.WriteAllText(Path.Combine(half, "etc/passwd"), Passwd);
        File.WriteAllText(Path.Combine(half, "etc/group"), Group);
        File.WriteAllText(
            Path.Combine(half, "etc/os-release"),
            "NAME=\"crt test root\"\nID=crt-test\n"
        );
        File.SetUnixFileMode(Path.Combine(half, "tmp"), (UnixFileMode)0x3ff);
        Directory.Move(half, root);
        return root;
    }
}
