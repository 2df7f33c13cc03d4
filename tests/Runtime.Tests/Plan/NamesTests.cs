using ContainerRt.Linux.Processes;
using ContainerRt.Runtime.Plan;
using Xunit;

namespace ContainerRt.Runtime.Tests.Plan;

public sealed class NamesTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("A-b_c.d+9", true)]
    [InlineData("...", true)]
    [InlineData("-x", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("../a", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("a\0", false)]
    [InlineData("a:b", false)]
    [InlineData("\u00e9", false)]
    [InlineData("\u0663", false)] // a digit, but no ASCII digit
    public void An_id_is_the_name_of_a_directory(string text, bool valid)
    {
        if (valid)
        {
            Assert.Equal(text, ContainerId.Parse(text).Value);
            return;
        }
        ContainerException e = Assert.Throws<ContainerException>(() => ContainerId.Parse(text));
        Assert.StartsWith(
            "invalid container ID format: ",
            e.Message,
            System.StringComparison.Ordinal
        );
        Assert.Equal(ContainerErrorKind.InvalidSpec, e.Kind);
    }

    [Fact]
    public void An_id_has_an_end()
    {
        Assert.Equal(1024, ContainerId.Parse(new string('a', 1024)).Value.Length);
        _ = Assert.Throws<ContainerException>(() => ContainerId.Parse(new string('a', 1025)));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("9", 9)]
    [InlineData("64", 64)]
    [InlineData("65", -1)]
    [InlineData("-1", -1)]
    [InlineData("+9", -1)]
    [InlineData(" 9", -1)]
    [InlineData("99999999999999999999", -1)]
    [InlineData("HUP", 1)]
    [InlineData("SIGKILL", 9)]
    [InlineData("sigterm", 15)]
    [InlineData("Term", 15)]
    [InlineData("STKFLT", 16)]
    [InlineData("CHLD", 17)]
    [InlineData("CLD", 17)]
    [InlineData("IOT", 6)]
    [InlineData("SIGABRT", 6)]
    [InlineData("POLL", 29)]
    [InlineData("IO", 29)]
    [InlineData("SYS", 31)]
    [InlineData("RTMIN", 34)]
    [InlineData("SIGRTMIN+3", 37)]
    [InlineData("RTMIN+30", 64)]
    [InlineData("RTMIN+31", -1)]
    [InlineData("RTMAX", 64)]
    [InlineData("RTMAX-14", 50)]
    [InlineData("RTMAX-30", 34)]
    [InlineData("RTMAX-31", -1)]
    [InlineData("RTMIN-1", -1)]
    [InlineData("RTMAX+1", -1)]
    [InlineData("RTMIN+2147483647", -1)]
    [InlineData("RTMIN++1", -1)]
    [InlineData("RTMIN3", -1)]
    [InlineData("SIG", -1)]
    [InlineData("SIGSIGTERM", -1)]
    [InlineData("", -1)]
    [InlineData("FOO", -1)]
    public void A_signal_has_a_number_and_names(string text, int number) =>
        Assert.Equal(number, SignalNumber.Parse(text));

    [Theory]
    [InlineData("net.ipv4.ip_forward", "net/ipv4/ip_forward")]
    [InlineData("net/ipv4/ip_forward", "net/ipv4/ip_forward")]
    [InlineData("net.ipv4.conf.eth0/100.forwarding", "net/ipv4/conf/eth0.100/forwarding")]
    [InlineData("net/ipv4/conf/eth0.100/forwarding", "net/ipv4/conf/eth0.100/forwarding")]
    [InlineData("kernel", "kernel")]
    [InlineData("", "")]
    public void The_first_separator_of_a_sysctl_decides(string key, string path) =>
        Assert.Equal(path, SysctlPath.Of(key));

    [Theory]
    [InlineData("net/x", true)]
    [InlineData("a", true)]
    [InlineData("net/a.b", true)]
    [InlineData("", false)]
    [InlineData("/net", false)]
    [InlineData("net/", false)]
    [InlineData("net//x", false)]
    [InlineData("net/../kernel", false)]
    [InlineData("net/./x", false)]
    [InlineData("net/x\0", false)]
    public void The_path_of_a_sysctl_stays_below_proc_sys(string path, bool clean) =>
        Assert.Equal(clean, SysctlPath.IsClean(path));

    [Theory]
    [InlineData("/", "/")]
    [InlineData("", "/")]
    [InlineData("a/./b//", "/a/b")]
    [InlineData("//proc/", "/proc")]
    [InlineData("/a/../b", "/a/../b")]
    public void A_path_in_the_container_is_absolute(string path, string clean) =>
        Assert.Equal(clean, ContainerPath.Clean(path));

    [Theory]
    [InlineData("CAP_CHOWN", 0)]
    [InlineData("chown", 0)]
    [InlineData("NET_RAW", 13)]
    [InlineData("CAP_SYS_ADMIN", 21)]
    [InlineData("CAP_CHECKPOINT_RESTORE", 40)]
    [InlineData("CAP_", -1)]
    [InlineData("CAP_CAP_CHOWN", -1)]
    [InlineData("ALL", -1)]
    public void A_capability_has_a_number(string name, int number) =>
        Assert.Equal(number, Capabilities.NumberOf(name));
}
