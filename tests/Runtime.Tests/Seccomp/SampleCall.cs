namespace ContainerRt.Runtime.Tests.Seccomp;

internal sealed record SampleCall(uint Arch, uint Number, ulong[] Args);
