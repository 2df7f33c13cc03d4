using System.Runtime.InteropServices;

namespace ContainerRt.Linux.Processes;

/// <summary>Part of a process's address space, in whole pages.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MemoryRange(nuint Start, nuint Length)
{
    public nuint End => Start + Length;
}
