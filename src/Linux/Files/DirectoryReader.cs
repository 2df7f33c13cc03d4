using System;
using System.Buffers.Binary;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>getdents64(2): the names of a directory without `.` and `..`, in batches of the buffer's size.</summary>
public unsafe ref struct DirectoryReader(Fd directory, Span<byte> buffer)
{
    // struct linux_dirent64: inode 8, offset 8, record length 2, type 1, name
    private const int NameOffset = 19;
    private readonly Span<byte> _buffer = buffer;
    private int _position;
    private int _length;

    /// <summary>From the first name again: what was added or removed since is seen.</summary>
    public static SysResult Rewind(Fd directory) => new(Sys.Call(NR.lseek, directory.Number, 0, 0));

    /// <summary>1 and the next entry, 0 at the end, or an error.</summary>
    public SysResult Next(out DirectoryEntry entry)
    {
        while (true)
        {
            if (_position == _length)
            {
                nint read;
                fixed (byte* pointer = _buffer)
                {
                    read = Sys.Call(NR.getdents64, directory.Number, (nint)pointer, _buffer.Length);
                }
                if (read <= 0)
                {
                    entry = default;
                    return new(read);
                }
                (_position, _length) = (0, (int)read);
            }
            ReadOnlySpan<byte> record = _buffer[_position.._length];
            int size = BinaryPrimitives.ReadUInt16LittleEndian(record[16..]);
            _position += size;
            ReadOnlySpan<byte> name = record[NameOffset..size];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                entry = new(name, record[18], BinaryPrimitives.ReadUInt64LittleEndian(record));
                return new(1);
            }
        }
    }
}
