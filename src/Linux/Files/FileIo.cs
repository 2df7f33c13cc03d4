using System;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>Bytes to and from a descriptor.</summary>
public static unsafe class FileIo
{
    /// <summary>Writes all of it; a short write is continued.</summary>
    public static SysResult WriteAll(Fd fd, ReadOnlySpan<byte> data)
    {
        nint total = data.Length;
        fixed (byte* pointer = data)
        {
            for (nint done = 0; done < total; )
            {
                nint written = BlockingSys.Call(
                    NR.write,
                    fd.Number,
                    (nint)(pointer + done),
                    total - done
                );
                if (written == -(nint)Errno.EINTR)
                {
                    continue;
                }
                if (written <= 0)
                {
                    return new(written < 0 ? written : -(nint)Errno.EIO);
                }
                done += written;
            }
        }
        return new(total);
    }

    /// <summary>What is there, at most the buffer's size; 0 at the end.</summary>
    public static SysResult Read(Fd fd, Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            nint read;
            do
            {
                read = BlockingSys.Call(NR.read, fd.Number, (nint)pointer, buffer.Length);
            } while (read == -(nint)Errno.EINTR);
            return new(read);
        }
    }

    public static SysResult SetLength(Fd fd, long length) =>
        new(BlockingSys.Call(NR.ftruncate, fd.Number, (nint)length));

    public static SysResult Seek(Fd fd, long offset) =>
        new(Sys.Call(NR.lseek, fd.Number, (nint)offset, 0));
}
