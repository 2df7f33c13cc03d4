using System;
using System.Text;

namespace ContainerRt.Runtime.Seccomp;

/// <summary>Numbers of system calls: one sorted list of names, and a column of numbers for each ABI.</summary>
/// <remarks>All of it lies in the program's read-only data: nothing is built when a container starts.</remarks>
internal static partial class SyscallTable
{
    private const int LongestName = 64;

    /// <summary>The row of a name, or -1 when no ABI has such a call.</summary>
    public static int Find(string name)
    {
        Span<byte> key = stackalloc byte[LongestName];
        if (!Encoding.UTF8.TryGetBytes(name, key, out int length))
        {
            return -1;
        }
        key = key[..length];
        int low = 0;
        int high = Starts.Length - 2;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = Text[Starts[middle]..Starts[middle + 1]].SequenceCompareTo(key);
            if (order == 0)
            {
                return middle;
            }
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return -1;
    }

    /// <summary>The number of a row in an ABI, or -1. X32 is without its bit 30.</summary>
    public static int Number(SeccompArchitecture abi, int row) =>
        abi switch
        {
            SeccompArchitecture.X64 => X64[row],
            SeccompArchitecture.X86 => X86[row],
            SeccompArchitecture.X32 => X32[row],
            SeccompArchitecture.Arm64 => Arm64[row],
            _ => Arm[row],
        };
}
