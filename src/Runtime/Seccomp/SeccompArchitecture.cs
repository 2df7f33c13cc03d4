namespace ContainerRt.Runtime.Seccomp;

/// <summary>The ABIs for which there is a table of system calls.</summary>
public enum SeccompArchitecture
{
    X64,
    X86,
    X32,
    Arm64,
    Arm,
}
