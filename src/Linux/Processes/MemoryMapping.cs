using System;
using System.Buffers.Text;

namespace ContainerRt.Linux.Processes;

/// <summary>One line of /proc/PID/maps.</summary>
public readonly record struct MemoryMapping(MemoryRange Range, ulong Inode, MappingKind Kind)
{
    // above it is the kernel's half, where x86-64 shows [vsyscall]
    private const ulong UserEnd = 1UL << 63;

    /// <summary>"START-END PERMS OFFSET DEV INODE [NAME]"; false for what is not the program's to give back.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out MemoryMapping mapping)
    {
        mapping = default;
        int dash = line.IndexOf((byte)'-');
        if (
            dash < 0
            || !Utf8Parser.TryParse(line, out ulong start, out int startLength, 'x')
            || startLength != dash
            || !Utf8Parser.TryParse(line[(dash + 1)..], out ulong end, out _, 'x')
            || end <= start
            || end > UserEnd
        )
        {
            return false;
        }
        ReadOnlySpan<byte> rest = line;
        for (int field = 0; field < 4; field++)
        {
            rest = rest[(rest.IndexOf((byte)' ') + 1)..];
        }
        _ = Utf8Parser.TryParse(rest, out ulong inode, out int digits);
        ReadOnlySpan<byte> name = rest[digits..].TrimStart((byte)' ');
        mapping = new(new MemoryRange((nuint)start, (nuint)(end - start)), inode, KindOf(name));
        return true;
    }

    private static MappingKind KindOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("[stack]"u8) ? MappingKind.Stack
        : name.StartsWith("[v"u8) ? MappingKind.Kernel
        : MappingKind.Other;
}
