using System.Text.Json;
using ContainerRt.Runtime.Seccomp;
using ContainerRt.Spec.Runtime;
using Xunit;

namespace ContainerRt.Runtime.Tests.Seccomp;

public sealed class SeccompErrorTests
{
    private const string Allow = "\"defaultAction\":\"SCMP_ACT_ALLOW\"";
    private const string Rule = "\"names\":[\"read\"],\"action\":\"SCMP_ACT_LOG\"";
    private const string Notify =
        "\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_NOTIFY\"}]";

    [Theory]
    [InlineData("", "defaultAction: missing")]
    [InlineData("\"defaultAction\":\"SCMP_ACT_X\"", "defaultAction: unknown action \"SCMP_ACT_X\"")]
    [InlineData(
        "\"defaultAction\":\"SCMP_ACT_NOTIFY\"",
        "defaultAction: SCMP_ACT_NOTIFY cannot be used for the write syscall, so not as the default"
    )]
    [InlineData(
        "\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":65536",
        "defaultErrnoRet: 65536 is larger than 65535, which is all that a filter can return"
    )]
    [InlineData(
        Allow + ",\"defaultErrnoRet\":1",
        "defaultErrnoRet: 1: SCMP_ACT_ALLOW returns no error number"
    )]
    [InlineData(
        Allow + ",\"architectures\":[\"X86\"]",
        "architectures[0]: unknown architecture \"X86\""
    )]
    [InlineData(Allow + ",\"architectures\":[null]", "architectures[0]: unknown architecture \"\"")]
    [InlineData(
        Allow + ",\"flags\":[\"SECCOMP_FILTER_FLAG_LOG\",\"X\"]",
        "flags[1]: unknown flag \"X\""
    )]
    [InlineData(Allow + ",\"flags\":[null]", "flags[0]: null is not a flag")]
    [InlineData(
        Allow + ",\"flags\":[\"SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV\"]",
        "flags[0]: SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV requires a rule with SCMP_ACT_NOTIFY"
    )]
    [InlineData(Allow + ",\"syscalls\":[null]", "syscalls[0]: null is not a rule")]
    [InlineData(Allow + ",\"syscalls\":[{\"names\":[\"read\"]}]", "syscalls[0].action: missing")]
    [InlineData(
        Allow + ",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"x\"}]",
        "syscalls[0].action: unknown action \"x\""
    )]
    [InlineData(
        Allow + ",\"syscalls\":[{" + Rule + "},{" + Rule + ",\"errnoRet\":5}]",
        "syscalls[1].errnoRet: 5: SCMP_ACT_LOG returns no error number"
    )]
    [InlineData(
        Allow + ",\"syscalls\":[{\"action\":\"SCMP_ACT_LOG\"}]",
        "syscalls[0].names: must name a system call"
    )]
    [InlineData(
        Allow + ",\"syscalls\":[{\"names\":[],\"action\":\"SCMP_ACT_LOG\"}]",
        "syscalls[0].names: must name a system call"
    )]
    [InlineData(
        Allow + ",\"syscalls\":[{\"names\":[null],\"action\":\"SCMP_ACT_LOG\"}]",
        "syscalls[0].names[0]: null is not a name"
    )]
    [InlineData(
        Allow + ",\"syscalls\":[{\"names\":[\"read\",\"write\"],\"action\":\"SCMP_ACT_NOTIFY\"}]",
        "syscalls[0].names[1]: SCMP_ACT_NOTIFY cannot be used for the write syscall"
    )]
    [InlineData(
        Allow + ",\"syscalls\":[{" + Rule + ",\"args\":[null]}]",
        "syscalls[0].args[0]: null is not a condition"
    )]
    [InlineData(
        Allow + ",\"syscalls\":[{" + Rule + ",\"args\":[{\"index\":6,\"op\":\"SCMP_CMP_EQ\"}]}]",
        "syscalls[0].args[0].index: 6: a system call has the arguments 0 to 5"
    )]
    [InlineData(
        Allow + ",\"syscalls\":[{" + Rule + ",\"args\":[{\"op\":\"EQ\"}]}]",
        "syscalls[0].args[0].op: unknown operator \"EQ\", want SCMP_CMP_{NE,LT,LE,EQ,GE,GT,MASKED_EQ}"
    )]
    public void A_wrong_profile_names_the_field(string members, string message)
    {
        ContainerException e = Assert.Throws<ContainerException>(() => Compile(members));
        Assert.Equal("linux.seccomp." + message, e.Message);
        Assert.Equal(ContainerErrorKind.InvalidSpec, e.Kind);
    }

    [Theory]
    [InlineData(Allow, 4)] // absent: SPEC_ALLOW
    [InlineData(Allow + ",\"flags\":[]", 0)]
    [InlineData(Allow + ",\"flags\":[\"SECCOMP_FILTER_FLAG_TSYNC\"]", 0)]
    [InlineData(
        Allow + ",\"flags\":[\"SECCOMP_FILTER_FLAG_LOG\",\"SECCOMP_FILTER_FLAG_SPEC_ALLOW\"]",
        6
    )]
    [InlineData(Allow + "," + Notify, 12)]
    [InlineData(Allow + ",\"flags\":[\"SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV\"]," + Notify, 40)]
    public void Flags_are_those_of_the_kernel(string members, uint flags)
    {
        SeccompProgram program = Compile(members);
        Assert.Equal(flags, program.Flags);
        Assert.Equal((flags & 8) != 0, program.NeedsListener);
    }

    [Fact]
    public void An_architecture_of_another_machine_is_a_warning() =>
        Assert.Equal(
            [
                "linux.seccomp.architectures[0]: SCMP_ARCH_AARCH64 does not run on this machine, ignored",
                "linux.seccomp.architectures[1]: SCMP_ARCH_S390X does not run on this machine, ignored",
            ],
            Compile(
                Allow
                    + ",\"architectures\":[\"SCMP_ARCH_AARCH64\",\"SCMP_ARCH_S390X\",\"SCMP_ARCH_X86\"]"
            ).Warnings
        );

    private static SeccompProgram Compile(string members)
    {
        Config config = JsonSerializer.Deserialize(
            $"{{\"linux\":{{\"seccomp\":{{{members}}}}}}}",
            RuntimeJson.Default.Config
        )!;
        return SeccompCompiler.Compile(config.Linux!.Seccomp!, SeccompArchitecture.X64);
    }
}
