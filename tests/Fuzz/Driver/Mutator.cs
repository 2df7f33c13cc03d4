using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace ContainerRt.Fuzz.Driver;

/// <summary>Changes inputs: bits, bytes, words of the language, numbers, lengths, order, and pieces of other inputs.</summary>
internal sealed class Mutator(SplitMix random, IReadOnlyList<string> words)
{
    private const int Longest = 16 * 1024;
    private const int LongestRepeat = 128 * 1024;

    private static readonly ulong[] _numbers =
    [
        0,
        1,
        7,
        8,
        0x7f,
        0x80,
        0xff,
        0x100,
        511,
        512,
        513,
        0x7fff,
        0xffff,
        0x10000,
        0x7fffffff,
        0x80000000,
        0xffffffff,
        0x100000000,
        0x7fffffffffffffff,
        0x8000000000000000,
        0xffffffffffffffff,
    ];

    /// <summary>A changed copy.</summary>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        List<byte> bytes = [.. input];
        // most inputs get few changes: many at once seldom pass the first check
        int changes = 1 + random.Below(1 << random.Below(5));
        for (int i = 0; i < changes; i++)
        {
            Change(bytes, other);
        }
        if (random.Below(2000) == 0 && bytes.Count > 0)
        {
            return Repeated(bytes);
        }
        return bytes.Count > Longest ? [.. bytes[..Longest]] : [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        switch (random.Below(12))
        {
            case 0 when bytes.Count > 0:
                bytes[random.Below(bytes.Count)] ^= (byte)(1 << random.Below(8));
                break;
            case 1 when bytes.Count > 0:
                bytes[random.Below(bytes.Count)] = random.Byte();
                break;
            case 2 when bytes.Count > 0:
                (int from, int count) = Span(bytes.Count);
                bytes.RemoveRange(from, count);
                break;
            case 3 when bytes.Count > 0:
                (from, count) = Span(bytes.Count);
                bytes.InsertRange(random.Below(bytes.Count + 1), bytes.GetRange(from, count));
                break;
            case 4 when other.Length > 0:
                (from, count) = Span(other.Length);
                bytes.InsertRange(random.Below(bytes.Count + 1), other[from..(from + count)]);
                break;
            case 5 when other.Length > 0 && bytes.Count > 0:
                bytes.RemoveRange(0, bytes.Count - random.Below(bytes.Count));
                bytes.AddRange(other[random.Below(other.Length)..]);
                break;
            case 6:
                Number(bytes);
                break;
            case 7:
                Digits(bytes);
                break;
            case 8 when bytes.Count > 1:
                SwapLines(bytes);
                break;
            default:
                Word(bytes);
                break;
        }
    }

    private (int From, int Count) Span(int length)
    {
        int count = Math.Min(length, 1 + random.Below(1 << random.Below(10)));
        return (random.Below(length - count + 1), count);
    }

    private void Word(List<byte> bytes)
    {
        byte[] word =
            words.Count == 0
                ? [random.Byte()]
                : Encoding.Latin1.GetBytes(words[random.Below(words.Count)]);
        int at = random.Below(bytes.Count + 1);
        if (random.Below(2) == 0)
        {
            bytes.RemoveRange(at, Math.Min(word.Length, bytes.Count - at));
        }
        bytes.InsertRange(at, word);
    }

    // a length or a number as formats write it: 1, 2, 4 or 8 bytes, either end first
    private void Number(List<byte> bytes)
    {
        Span<byte> field = stackalloc byte[8];
        ulong value = unchecked(
            _numbers[random.Below(_numbers.Length)] + (ulong)random.Below(3) - 1
        );
        int width = 1 << random.Below(4);
        bool big = random.Below(2) == 0;
        BinaryPrimitives.WriteUInt64LittleEndian(field, value);
        for (int i = 0, at = random.Below(bytes.Count); i < width && at + i < bytes.Count; i++)
        {
            bytes[at + i] = field[big ? width - 1 - i : i];
        }
    }

    private void Digits(List<byte> bytes)
    {
        int at = bytes.FindIndex(random.Below(bytes.Count), char_ => char_ is >= 48 and <= 57);
        if (at < 0)
        {
            return;
        }
        int end = at;
        while (end < bytes.Count && bytes[end] is >= 48 and <= 57)
        {
            end++;
        }
        bytes.RemoveRange(at, end - at);
        ulong value = unchecked(
            _numbers[random.Below(_numbers.Length)] + (ulong)random.Below(3) - 1
        );
        string text = random.Below(4) switch
        {
            0 => $"-{value}",
            1 => Convert.ToString((long)(value >> 1), 8),
            _ => $"{value}",
        };
        bytes.InsertRange(at, Encoding.ASCII.GetBytes(text));
    }

    private void SwapLines(List<byte> bytes)
    {
        (int from, int count) = Span(bytes.Count);
        List<byte> piece = bytes.GetRange(from, count);
        bytes.RemoveRange(from, count);
        bytes.InsertRange(random.Below(bytes.Count + 1), piece);
    }

    // what is quadratic shows only in long inputs
    private byte[] Repeated(List<byte> bytes)
    {
        (int from, int count) = Span(bytes.Count);
        byte[] head = [.. bytes[..from]];
        byte[] piece = [.. bytes.GetRange(from, count)];
        byte[] tail = [.. bytes[(from + count)..]];
        byte[] result = new byte[head.Length + LongestRepeat / count * count + tail.Length];
        head.CopyTo(result, 0);
        for (int at = head.Length; at < result.Length - tail.Length; at += count)
        {
            piece.CopyTo(result, at);
        }
        tail.CopyTo(result, result.Length - tail.Length);
        return result;
    }
}
