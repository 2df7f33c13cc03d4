using System;
using System.Collections.Generic;
using ContainerRt.Linux.Processes;

namespace ContainerRt.Init;

/// <summary>Zeroed native memory that only grows, in mappings of its own.</summary>
internal sealed unsafe class StepMemory : IDisposable
{
    private const int ChunkSize = 128 * 1024;
    private readonly List<MemoryRange> _chunks = [];
    private byte* _next;
    private nuint _left;

    internal IReadOnlyList<MemoryRange> Chunks => _chunks;

    /// <summary>Memory for anything: aligned to 16 bytes.</summary>
    internal void* Allocate(nuint size)
    {
        size = (size + 15) & ~(nuint)15;
        if (size > _left)
        {
            MemoryRange chunk = AddressSpace.Map(Math.Max(size, ChunkSize));
            _chunks.Add(chunk);
            _next = (byte*)chunk.Start;
            _left = chunk.Length;
        }
        byte* result = _next;
        _next += size;
        _left -= size;
        return result;
    }

    public void Dispose()
    {
        _chunks.ForEach(AddressSpace.Unmap);
        _chunks.Clear();
        _left = 0;
    }
}
