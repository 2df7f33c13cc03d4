using ContainerRt.Runtime.Plan;
using Xunit;

namespace ContainerRt.Runtime.Tests.Plan;

public sealed class ListenFdsTests
{
    [Theory]
    [InlineData(null, "7", 0)]
    [InlineData("", "7", 0)]
    [InlineData("2", "7", 2)]
    [InlineData("1024", "7", 1024)]
    [InlineData("2", "8", 0)]
    [InlineData("2", null, 0)]
    [InlineData("2", "", 0)]
    [InlineData("x", "8", 0)]
    public void Sockets_count_when_they_are_meant_for_this_process(
        string? fds,
        string? pid,
        int count
    ) => Assert.Equal(count, ListenFds.Parse(fds, pid, null, ownPid: 7).Count);

    [Theory]
    [InlineData("-1")]
    [InlineData("1025")]
    [InlineData("99999999999")]
    [InlineData("1 ")]
    [InlineData("x")]
    public void A_count_that_is_no_number_is_an_error(string fds) =>
        Assert.Contains(
            $"LISTEN_FDS={fds} ",
            Assert
                .Throws<ContainerException>(() => ListenFds.Parse(fds, "7", null, ownPid: 7))
                .Message
        );
}
