using ContainerRt.Runtime.Seccomp;
using Xunit;

namespace ContainerRt.Runtime.Tests.Seccomp;

public sealed class DefaultProfileTests
{
    private const uint X64 = 0xc000003e;
    private const uint X86 = 0x40000003;
    private const uint Allow = 0x7fff0000;
    private const uint Eperm = 0x00050001;
    private const uint Enosys = 0x00050026;

    private static readonly byte[] Filter = SeccompCompiler
        .Compile(DefaultProfile.For([], SeccompArchitecture.X64), SeccompArchitecture.X64)
        .Filter.ToArray();

    [Theory]
    [InlineData(X64, 0, 0, Allow)] // read
    [InlineData(X64, 165, 0, Eperm)] // mount
    [InlineData(X64, 425, 0, Eperm)] // io_uring_setup
    [InlineData(X64, 435, 0, Enosys)] // clone3
    [InlineData(X64, 466, 0, Allow)] // removexattrat: the newest that the profile names
    [InlineData(X64, 467, 0, Enosys)]
    [InlineData(X64, 56, 17, Allow)] // clone
    [InlineData(X64, 56, 0x10000000, Eperm)] // CLONE_NEWUSER
    [InlineData(X64, 41, 1, Allow)] // socket
    [InlineData(X64, 41, 37, Allow)]
    [InlineData(X64, 41, 38, Eperm)] // AF_ALG
    [InlineData(X64, 41, 39, Allow)]
    [InlineData(X64, 41, 40, Eperm)]
    [InlineData(X64, 41, 0x100000028, Eperm)]
    [InlineData(X64, 41, 45, Allow)]
    [InlineData(X64, 135, 0xffffffff, Allow)] // personality
    [InlineData(X64, 135, 1, Eperm)]
    [InlineData(X64, 0x40000000, 0, Allow)] // x32 read
    [InlineData(X64, 0x400000a5, 0, Eperm)] // x32 mount
    [InlineData(X86, 3, 0, Allow)]
    [InlineData(X86, 21, 0, Eperm)] // mount
    [InlineData(X86, 136, 0xffffffff, Allow)]
    [InlineData(0x40000028, 3, 0, 0x80000000)] // another machine's ABI
    public void A_call_gets_the_verdict_of_the_default_profile(
        uint arch,
        uint number,
        ulong argument,
        uint verdict
    ) => Assert.Equal(verdict, FilterMachine.Run(Filter, arch, number, argument));

    [Fact]
    public void A_far_target_is_reached() => Assert.InRange(Filter.Length / 8, 256, 4096);
}
