using System;
using System.Buffers;
using System.Text;

namespace ContainerRt.Ttrpc;

/// <summary>Writes protobuf fields; a field with its default value is left out, as proto3 does.</summary>
public sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64);

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public ProtoWriter Number(int field, ulong value)
    {
        if (value != 0)
        {
            Varint((uint)field << 3);
            Varint(value);
        }
        return this;
    }

    public ProtoWriter Flag(int field, bool value) => Number(field, value ? 1UL : 0);

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        if (value.Length > 0)
        {
            Varint((uint)field << 3 | 2);
            Varint((uint)value.Length);
            _buffer.Write(value);
        }
        return this;
    }

    public ProtoWriter Message(int field, ProtoWriter message) => Bytes(field, message.Written);

    private void Varint(ulong value)
    {
        Span<byte> target = _buffer.GetSpan(10);
        int count = 0;
        while (value >= 0x80)
        {
            target[count++] = (byte)(value | 0x80);
            value >>= 7;
        }
        target[count++] = (byte)value;
        _buffer.Advance(count);
    }
}
