using System.Diagnostics;
using System.IO;
using System.Threading;
using ContainerRt.Integration.Machine;
using ContainerRt.Integration.Programs;
using Xunit;
using Xunit.Sdk;

namespace ContainerRt.Integration.Oci;

/// <summary>What one test leaves behind fails that test, and no other.</summary>
public sealed class IsolationTests : IntegrationTest
{
    // red while each test counted its containers from 0: all of a run had one id, and one control group
    [Fact]
    public void A_container_that_could_not_be_removed_fails_its_own_test_alone()
    {
        using Process stranger = Process.Start("sleep", "1000");
        Probe first = new();
        string group = first.CreateWith(stranger.Id);
        try
        {
            Assert.ThrowsAny<XunitException>(first.Dispose);
            Assert.True(Directory.Exists(group));
            using Probe second = new();
            Outcome run = second.RunTrue();
            Assert.True(run.ExitCode == 0, run.ToString());
        }
        finally
        {
            stranger.Kill();
            stranger.WaitForExit();
            for (int i = 0; Directory.Exists(group) && i < 100; i++)
            {
                Thread.Sleep(20);
                _ = ProgramRun.To("rmdir", ["-p", group]);
            }
            _ = ProgramRun.To("rm", ["-rf", first.Place]);
        }
    }

    private sealed class Probe : OciTest
    {
        public string Place => Folder;

        /// <summary>A container whose control group has a process that its removal does not end.</summary>
        public string CreateWith(int stranger)
        {
            _ = Bundle.Command("sleep", "1000");
            string id = Create();
            string line = File.ReadAllText($"/proc/{PidOf(id)}/cgroup").Trim();
            string group = "/sys/fs/cgroup" + line[(line.LastIndexOf(':') + 1)..];
            Succeeds(Oci("delete", "--force", id));
            _ = Directory.CreateDirectory(group);
            File.WriteAllText(Path.Combine(group, "cgroup.procs"), $"{stranger}");
            return group;
        }

        public Outcome RunTrue()
        {
            _ = Bundle.Command("true");
            return Run();
        }
    }
}
