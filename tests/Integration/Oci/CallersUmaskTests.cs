using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Oci;

/// <summary>The umask of whoever calls the runtime is seen nowhere in the container.</summary>
public sealed class CallersUmaskTests : OciTest
{
    [Theory]
    [InlineData("077")]
    [InlineData("000")]
    public void What_is_made_for_a_container_does_not_depend_on_it(string umask)
    {
        Assert.SkipUnless(Crt.IsCrt, "runc makes the control group by it");
        _ = Bundle
            .Shell("umask; stat -c '%a %n' / /dev /dev/null /sys/fs/cgroup /made /made/here")
            .With(bundle => bundle.Process["cwd"] = "/made/here")
            .With(bundle => bundle.Config["root"]!["readonly"] = false)
            .Write();
        string run = $"umask {umask}; $0 --root {StateRoot} run --bundle {Bundle.Folder} {NewId()}";
        Outcome outcome = ProgramRun.To("sh", ["-c", run, Crt.Runtime]);
        Assert.True(
            outcome.Text
                == "0022\n755 /\n755 /dev\n666 /dev/null\n755 /sys/fs/cgroup\n755 /made\n755 /made/here",
            outcome.ToString()
        );
    }
}
