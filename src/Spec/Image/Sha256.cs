using System;
using System.Buffers.Binary;
using System.Numerics;

namespace ContainerRt.Spec.Image;

/// <summary>SHA-256 of a short document, FIPS 180-4, in managed code.</summary>
/// <remarks>
/// The class library's hashes come from OpenSSL. `crt` is a static program: opening a shared library gives
/// it a second C library whose thread-local storage overlaps its own, which was seen to overwrite the
/// allocator's state (docs/decisions/0004). Layers are hashed in `crt-image`, with the class library.
/// </remarks>
public static class Sha256
{
    public const int HashBytes = 32;
    private const int BlockBytes = 64;

    // csharpier-ignore
    private static ReadOnlySpan<uint> RoundConstants =>
        [
            0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
            0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
            0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
            0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
            0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
            0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
            0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
            0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
            0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
            0xc67178f2,
        ];

    public static byte[] Hash(ReadOnlySpan<byte> content)
    {
        uint[] state =
        [
            0x6a09e667,
            0xbb67ae85,
            0x3c6ef372,
            0xa54ff53a,
            0x510e527f,
            0x9b05688c,
            0x1f83d9ab,
            0x5be0cd19,
        ];
        ReadOnlySpan<byte> rest = content;
        for (; rest.Length >= BlockBytes; rest = rest[BlockBytes..])
        {
            Compress(state, rest[..BlockBytes]);
        }
        Span<byte> tail = stackalloc byte[2 * BlockBytes];
        tail.Clear();
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        int length = rest.Length + 9 <= BlockBytes ? BlockBytes : 2 * BlockBytes;
        BinaryPrimitives.WriteUInt64BigEndian(tail[(length - 8)..], (ulong)content.Length * 8);
        for (int at = 0; at < length; at += BlockBytes)
        {
            Compress(state, tail.Slice(at, BlockBytes));
        }
        byte[] hash = new byte[HashBytes];
        for (int i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(4 * i), state[i]);
        }
        return hash;
    }

    private static void Compress(uint[] state, ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[64];
        Schedule(w, block);
        Span<uint> v = stackalloc uint[8];
        state.CopyTo(v);
        for (int i = 0; i < 64; i++)
        {
            uint e = v[4];
            uint big1 =
                BitOperations.RotateRight(e, 6)
                ^ BitOperations.RotateRight(e, 11)
                ^ BitOperations.RotateRight(e, 25);
            uint choice = (e & v[5]) ^ (~e & v[6]);
            uint first = unchecked(v[7] + big1 + choice + RoundConstants[i] + w[i]);
            uint a = v[0];
            uint big0 =
                BitOperations.RotateRight(a, 2)
                ^ BitOperations.RotateRight(a, 13)
                ^ BitOperations.RotateRight(a, 22);
            uint majority = (a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]);
            v[..7].CopyTo(v[1..]);
            v[4] = unchecked(v[4] + first);
            v[0] = unchecked(first + big0 + majority);
        }
        for (int i = 0; i < 8; i++)
        {
            state[i] = unchecked(state[i] + v[i]);
        }
    }

    private static void Schedule(Span<uint> w, ReadOnlySpan<byte> block)
    {
        for (int i = 0; i < 16; i++)
        {
            w[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * i)..]);
        }
        for (int i = 16; i < 64; i++)
        {
            uint low =
                BitOperations.RotateRight(w[i - 15], 7)
                ^ BitOperations.RotateRight(w[i - 15], 18)
                ^ (w[i - 15] >> 3);
            uint high =
                BitOperations.RotateRight(w[i - 2], 17)
                ^ BitOperations.RotateRight(w[i - 2], 19)
                ^ (w[i - 2] >> 10);
            w[i] = unchecked(w[i - 16] + low + w[i - 7] + high);
        }
    }
}
