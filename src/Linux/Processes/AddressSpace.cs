using System;
using System.Collections.Generic;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>The address space of this process as /proc/self/maps has it, proc_pid_maps(5).</summary>
public static unsafe class AddressSpace
{
    private const int PageSize = 4096;
    private const int LongestMaps = 16 * 1024 * 1024;

    // struct Elf64_Ehdr and Elf64_Phdr
    private const int ProgramHeaders = 0x20;
    private const int ProgramHeaderSize = 0x36;
    private const int ProgramHeaderCount = 0x38;
    private const uint PT_LOAD = 1;
    private const int SegmentAddress = 16;
    private const int SegmentSize = 40;

    // The thread's control block lies within this distance of its errno, with glibc 2.31 to 2.43 on x86-64 and arm64.
    private const int ThreadData = 4096;

    /// <summary>Zeroed memory of its own mapping, so that it can be given back, or kept, as a whole.</summary>
    /// <param name="size">Bytes; rounded up to pages.</param>
    public static MemoryRange Map(nuint size)
    {
        nuint length = (size + PageSize - 1) & ~(nuint)(PageSize - 1);
        nint start = new SysResult(
            Sys.Call(
                NR.mmap,
                0,
                (nint)length,
                Mman.PROT_READ | Mman.PROT_WRITE,
                Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS,
                -1
            )
        ).OrThrow($"mmap of {length} bytes");
        return new MemoryRange((nuint)start, length);
    }

    public static void Unmap(MemoryRange range) =>
        _ = Sys.Call(NR.munmap, (nint)range.Start, (nint)range.Length);

    /// <summary>
    /// All that a forked child can do without: everything but the program's own image, the stack, the kernel's pages, the data
    /// of this thread and what is named. What is mapped later is in there too.
    /// </summary>
    /// <param name="code">An address in the program's image.</param>
    /// <param name="stack">The stack of this thread.</param>
    public static IReadOnlyList<MemoryRange> Without(
        nint code,
        IEnumerable<MemoryRange> needed,
        out MemoryRange stack
    )
    {
        List<MemoryMapping> mappings = Read();
        List<MemoryRange> kept = [.. needed, Image(mappings, (nuint)code)];
        stack = default;
        nuint end = 0;
        foreach (MemoryMapping mapping in mappings)
        {
            if (mapping.Kind == MappingKind.Stack)
            {
                stack = mapping.Range;
            }
            if (mapping.Kind != MappingKind.Other)
            {
                kept.Add(mapping.Range);
            }
            if (Contains(mapping.Range, (nuint)Sys.ErrnoAddress))
            {
                kept.Add(Around(mapping.Range, (nuint)Sys.ErrnoAddress));
            }
            end = Math.Max(end, mapping.Range.End);
        }
        return Gaps(kept, end);
    }

    // By the program's own headers, elf(5): what lies behind its last segment in maps may be another's memory that happens
    // to be next to it, and the kernel shows such neighbours as one.
    private static MemoryRange Image(List<MemoryMapping> mappings, nuint code)
    {
        ulong inode = mappings.Find(mapping => Contains(mapping.Range, code)).Inode;
        byte* start = (byte*)mappings.Find(mapping => mapping.Inode == inode).Range.Start;
        byte* header = start + *(ulong*)(start + ProgramHeaders);
        nuint size = 0;
        for (int left = *(ushort*)(start + ProgramHeaderCount); left > 0; left--)
        {
            ulong end = *(ulong*)(header + SegmentAddress) + *(ulong*)(header + SegmentSize);
            size = *(uint*)header == PT_LOAD ? Math.Max(size, (nuint)end) : size;
            header += *(ushort*)(start + ProgramHeaderSize);
        }
        return new MemoryRange((nuint)start, (size + PageSize - 1) & ~(nuint)(PageSize - 1));
    }

    private static MemoryRange Around(MemoryRange mapping, nuint address)
    {
        nuint start = Math.Max(mapping.Start, (address - ThreadData) & ~(nuint)(PageSize - 1));
        nuint end = Math.Min(
            mapping.End,
            (address + ThreadData + PageSize - 1) & ~(nuint)(PageSize - 1)
        );
        return new MemoryRange(start, end - start);
    }

    private static List<MemoryRange> Gaps(List<MemoryRange> kept, nuint end)
    {
        kept.Sort((a, b) => a.Start.CompareTo(b.Start));
        List<MemoryRange> gaps = [];
        nuint at = 0;
        foreach (MemoryRange range in kept)
        {
            if (range.Start > at)
            {
                gaps.Add(new MemoryRange(at, range.Start - at));
            }
            at = Math.Max(at, range.End);
        }
        if (end > at)
        {
            gaps.Add(new MemoryRange(at, end - at));
        }
        return gaps;
    }

    private static bool Contains(MemoryRange range, nuint address) =>
        address >= range.Start && address < range.End;

    private static List<MemoryMapping> Read()
    {
        List<MemoryMapping> mappings = [];
        ReadOnlySpan<byte> text = HostFile.ReadAll("/proc/self/maps", LongestMaps);
        foreach (Range line in text.Split((byte)'\n'))
        {
            // the page of vsyscall is the kernel's, beyond what munmap takes
            if (MemoryMapping.TryParse(text[line], out MemoryMapping mapping))
            {
                mappings.Add(mapping);
            }
        }
        return mappings;
    }
}
