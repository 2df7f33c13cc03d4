using System.Diagnostics;
using System.IO;
using System.Threading;
using Xunit;

namespace ContainerRt.Integration.Oci;

/// <summary>A control group that is not the container's alone: nobody else's process may die of it.</summary>
public sealed class SharedGroupTests : OciTest
{
    // seen red on a build that looked at cgroup.procs of the group alone: the container ran in the foreign group
    [Fact]
    public void A_group_with_processes_further_down_is_refused_and_they_live()
    {
        string name = "crt-shared-" + NewId();
        string inner = Path.Combine("/sys/fs/cgroup", name, "service");
        _ = Directory.CreateDirectory(inner);
        using Process service = Process.Start("sleep", "1000");
        try
        {
            File.WriteAllText(Path.Combine(inner, "cgroup.procs"), $"{service.Id}");
            Bundle.Linux["cgroupsPath"] = "/" + name;
            _ = Bundle.Command("true").Write();
            FailsNaming(Run(), "container's cgroup is not empty: 1 process(es) found");
            Assert.False(service.HasExited);
        }
        finally
        {
            service.Kill();
            service.WaitForExit();
            RemoveSoon(inner);
            RemoveSoon(Path.GetDirectoryName(inner)!);
        }
    }

    // seen red on a build whose delete killed whatever was in the group
    [Fact]
    public void The_deletion_of_a_stopped_container_spares_the_next_one_in_its_group()
    {
        string name = "crt-shared-" + NewId();
        Bundle.Linux["cgroupsPath"] = "/" + name;
        _ = Bundle.Command("true").Write();
        string first = CreateAndStart();
        WaitUntil(first, "stopped");
        _ = Bundle.Command("sleep", "1000").Write();
        string second = CreateAndStart();
        Succeeds(Oci("delete", first));
        Assert.Equal("running", Status(second));
        Succeeds(Oci("delete", "--force", second));
    }

    private static void RemoveSoon(string group)
    {
        for (int i = 0; Directory.Exists(group) && i < 50; i++)
        {
            try
            {
                Directory.Delete(group);
            }
            catch (IOException)
            {
                Thread.Sleep(20);
            }
        }
    }
}
