using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.Linux.Processes;

namespace ContainerRt.Init;

/// <summary>
/// The parent's side of the child's program: native memory that holds the steps and all that they
/// point to. The child gets it as a copy-on-write copy and may scribble in it.
/// </summary>
/// <remarks>What the steps up to <see cref="StepKind.Forget"/> point to is apart from the rest: that step gives it back.</remarks>
public sealed unsafe class StepArena : IDisposable
{
    private const int MostRanges = 256;
    private readonly StepMemory _forgotten = new();
    private readonly StepMemory _kept = new();
    private StepMemory _memory;

    public StepArena() => _memory = _kept;

    /// <summary>The program; it lives as long as the arena.</summary>
    internal InitFrame* Frame { get; private set; }

    /// <summary>Lays out the program.</summary>
    /// <param name="handleOf">The number of the descriptor that a step works on.</param>
    public void Encode(IReadOnlyList<StepDraft> drafts, int reportFd, Func<StepDraft, int> handleOf)
    {
        Step* steps = (Step*)Allocate((nuint)drafts.Count * (nuint)sizeof(Step));
        int forget = drafts.ToList().FindIndex(draft => draft.Kind == StepKind.Forget);
        for (int i = 0; i < drafts.Count; i++)
        {
            StepDraft draft = drafts[i];
            _memory = i < forget ? _forgotten : _kept;
            steps[i] = Encode(draft, draft.Handle == StepHandle.None ? -1 : handleOf(draft));
        }
        InitFrame* frame = (InitFrame*)Allocate((nuint)sizeof(InitFrame));
        frame->Steps = steps;
        frame->StepCount = drafts.Count;
        frame->ReportFd = reportFd;
        frame->Root = -1;
        frame->Proc = -1;
        frame->NullTree.Fd = -1;
        frame->EmptyTree.Fd = -1;
        Frame = frame;
        if (forget >= 0)
        {
            EncodeForget(steps + forget);
        }
    }

    // last, when all that is kept has its place
    private void EncodeForget(Step* step)
    {
        MemoryRange* ranges = (MemoryRange*)Allocate((MostRanges + 1) * (nuint)sizeof(MemoryRange));
        nint code = (nint)(delegate* <InitFrame*, void>)&InitProgram.Run;
        IReadOnlyList<MemoryRange> needless = AddressSpace.Without(
            code,
            _kept.Chunks,
            out MemoryRange stack
        );
        if (needless.Count > MostRanges)
        {
            throw new InvalidOperationException("more gaps between what is kept than can be");
        }
        for (int i = 0; i < needless.Count; i++)
        {
            ranges[i] = needless[i];
        }
        step->Data = ranges;
        step->Value = stack.Start;
        step->Flags = stack.End;
    }

    public void Dispose()
    {
        _forgotten.Dispose();
        _kept.Dispose();
    }

    private Step Encode(StepDraft draft, int fd)
    {
        Step step = new()
        {
            Kind = draft.Kind,
            Fd = fd,
            Flags = draft.Flags,
            Value = draft.Value,
            Path = String(draft.Path),
            Text = String(draft.Text),
            Joined = String(draft.Joined),
        };
        if (draft.Strings is not null)
        {
            step.Data = Strings(draft.Strings);
        }
        if (draft.MoreStrings is not null)
        {
            step.More = Strings(draft.MoreStrings);
        }
        if (draft.Options is not null)
        {
            step.Data = Options(draft.Options);
        }
        if (draft.Changes is not null)
        {
            step.More = Changes(draft.Changes);
            step.Count = draft.Changes.Count;
        }
        EncodeRaw(draft, &step);
        return step;
    }

    private void EncodeRaw(StepDraft draft, Step* step)
    {
        switch (draft.Kind)
        {
            case StepKind.Seccomp:
                step->Data = FilterProgram(draft.Bytes.Span);
                break;
            case StepKind.Groups:
                step->Data = Integers(draft.Numbers!);
                step->Count = draft.Numbers!.Count;
                break;
            case StepKind.MakeDevice:
                step->Data = Integers(draft.Numbers!);
                break;
            case StepKind.Affinity:
                step->Data = Longs(draft.Numbers!);
                step->Count = draft.Numbers!.Count;
                break;
            case StepKind.Rlimit:
            case StepKind.RoomForProcess:
                step->Data = Longs(draft.Numbers!);
                break;
            case StepKind.CapabilitySets:
                step->Data = Integers([CapabilityVersion3, 0]);
                step->More = Integers(CapabilityWords(draft.Numbers!));
                break;
            case StepKind.Terminal:
                step->Data = draft.Numbers is null ? null : WindowSize(draft.Numbers);
                step->More = DescriptorMessage("/dev/ptmx");
                break;
        }
    }

    private const ulong CapabilityVersion3 = 0x20080522;

    // effective, permitted, inheritable: low words of all three, then high words
    private static ulong[] CapabilityWords(IReadOnlyList<ulong> sets) =>
        [
            sets[0] & uint.MaxValue,
            sets[1] & uint.MaxValue,
            sets[2] & uint.MaxValue,
            sets[0] >> 32,
            sets[1] >> 32,
            sets[2] >> 32,
        ];

    private void* Allocate(nuint size) => _memory.Allocate(size);

    private byte* String(string? text)
    {
        if (text is null)
        {
            return null;
        }
        int length = Encoding.UTF8.GetByteCount(text);
        byte* result = (byte*)Allocate((nuint)length + 1);
        _ = Encoding.UTF8.GetBytes(text, new Span<byte>(result, length));
        return result;
    }

    private byte** Strings(IReadOnlyList<string> texts)
    {
        byte** result = (byte**)Allocate((nuint)(texts.Count + 1) * (nuint)sizeof(byte*));
        for (int i = 0; i < texts.Count; i++)
        {
            result[i] = String(texts[i]);
        }
        return result;
    }

    private FsOption* Options(IReadOnlyList<KeyValuePair<string, string?>> options)
    {
        FsOption* result = (FsOption*)Allocate(
            (nuint)(options.Count + 1) * (nuint)sizeof(FsOption)
        );
        for (int i = 0; i < options.Count; i++)
        {
            result[i] = new FsOption
            {
                Key = String(options[i].Key),
                Value = String(options[i].Value),
            };
        }
        return result;
    }

    private AttributeChange* Changes(IReadOnlyList<AttributeChange> changes)
    {
        AttributeChange* result = (AttributeChange*)Allocate(
            (nuint)(changes.Count + 1) * (nuint)sizeof(AttributeChange)
        );
        for (int i = 0; i < changes.Count; i++)
        {
            result[i] = changes[i];
        }
        return result;
    }

    private uint* Integers(IReadOnlyList<ulong> numbers)
    {
        uint* result = (uint*)Allocate((nuint)(numbers.Count + 1) * sizeof(uint));
        for (int i = 0; i < numbers.Count; i++)
        {
            result[i] = (uint)numbers[i];
        }
        return result;
    }

    private ulong* Longs(IReadOnlyList<ulong> numbers)
    {
        ulong* result = (ulong*)Allocate((nuint)(numbers.Count + 1) * sizeof(ulong));
        for (int i = 0; i < numbers.Count; i++)
        {
            result[i] = numbers[i];
        }
        return result;
    }

    // struct winsize: rows, columns, then two fields that nobody uses
    private ushort* WindowSize(IReadOnlyList<ulong> size)
    {
        ushort* result = (ushort*)Allocate(4 * sizeof(ushort));
        result[0] = (ushort)size[0];
        result[1] = (ushort)size[1];
        return result;
    }

    // struct sock_fprog: count of instructions, then their address
    private void* FilterProgram(ReadOnlySpan<byte> filter)
    {
        byte* code = (byte*)Allocate((nuint)filter.Length);
        filter.CopyTo(new Span<byte>(code, filter.Length));
        byte** program = (byte**)Allocate(16);
        *(ushort*)program = (ushort)(filter.Length / 8);
        program[1] = code;
        return program;
    }

    // struct msghdr with one iovec and one SCM_RIGHTS message, whose descriptor the child fills in
    private void* DescriptorMessage(string payload)
    {
        byte* text = String(payload);
        nint* vector = (nint*)Allocate(16);
        vector[0] = (nint)text;
        vector[1] = payload.Length;
        nint* control = (nint*)Allocate(24);
        control[0] = 20;
        ((int*)control)[2] = SolSocket;
        ((int*)control)[3] = ScmRights;
        nint* message = (nint*)Allocate(56);
        message[2] = (nint)vector;
        message[3] = 1;
        message[4] = (nint)control;
        message[5] = 24;
        return message;
    }

    private const int SolSocket = 1;
    private const int ScmRights = 1;
}
