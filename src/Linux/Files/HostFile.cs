using System;
using System.Buffers;
using System.Text;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>
/// Files of the host that crt itself owns or that the caller names. Paths inside a container never
/// come here: they are opened relative to the container's root.
/// </summary>
public static unsafe class HostFile
{
    // most files that are read here are short ones of procfs and of control groups
    private const int ChunkSize = 4 * 1024;

    public static SysResult<Fd> Open(string path, int flags, uint mode = 0)
    {
        fixed (byte* name = Utf8(path))
        {
            return Fd.From(
                Sys.Call(
                    NR.openat,
                    FileConstants.AT_FDCWD,
                    (nint)name,
                    flags | FileConstants.O_CLOEXEC,
                    (nint)mode
                )
            );
        }
    }

    /// <summary>The whole file; one that is longer than <paramref name="limit"/> is refused.</summary>
    public static byte[] ReadAll(string path, int limit)
    {
        using Fd file = Open(path, FileConstants.O_RDONLY).OrThrow($"open {path}");
        return ReadAll(file, path, limit);
    }

    public static byte[] ReadAll(Fd file, string name, int limit)
    {
        // procfs and kernfs give their files in pieces, so only an empty read is the end
        Span<byte> first = stackalloc byte[ChunkSize];
        int length = 0;
        while (length < ChunkSize)
        {
            int got = (int)Read(file, first[length..]).OrThrow($"read {name}");
            if (got == 0)
            {
                return Checked(first[..length], name, limit).ToArray();
            }
            length += got;
        }
        return ReadRest(file, name, limit, first);
    }

    private static byte[] ReadRest(Fd file, string name, int limit, ReadOnlySpan<byte> first)
    {
        ArrayBufferWriter<byte> content = new(8 * ChunkSize);
        content.Write(first);
        while (true)
        {
            Span<byte> chunk = content.GetSpan(ChunkSize);
            int got = (int)Read(file, chunk).OrThrow($"read {name}");
            if (got == 0)
            {
                return Checked(content.WrittenSpan, name, limit).ToArray();
            }
            content.Advance(got);
            _ = Checked(content.WrittenSpan, name, limit);
        }
    }

    private static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> content, string name, int limit) =>
        content.Length <= limit
            ? content
            : throw new KernelException($"read {name}, more than {limit} bytes", Errno.EFBIG);

    public static SysResult Read(Fd file, Span<byte> into)
    {
        fixed (byte* start = into)
        {
            nint result;
            do
            {
                result = Sys.Call(NR.read, file.Number, (nint)start, into.Length);
            } while (result == -(nint)Errno.EINTR);
            return new SysResult(result);
        }
    }

    /// <summary>Writes all of it, in as many pieces as the kernel takes.</summary>
    public static SysResult Write(Fd file, ReadOnlySpan<byte> content)
    {
        fixed (byte* start = content)
        {
            nint done = 0;
            while (done < content.Length)
            {
                nint result = Sys.Call(
                    NR.write,
                    file.Number,
                    (nint)(start + done),
                    content.Length - done
                );
                if (result < 0 && result != -(nint)Errno.EINTR)
                {
                    return new SysResult(result);
                }
                done += Math.Max(result, 0);
            }
            return new SysResult(done);
        }
    }

    /// <summary>Readers see the old content or the new, never half: a new file is renamed over it.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content, uint mode)
    {
        string draft = System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(path) ?? ".",
            $".{System.IO.Path.GetFileName(path)}.{Environment.ProcessId}"
        );
        const int create =
            FileConstants.O_WRONLY
            | FileConstants.O_CREAT
            | FileConstants.O_TRUNC
            | FileConstants.O_NOFOLLOW;
        using (Fd file = Open(draft, create, mode).OrThrow($"create {draft}"))
        {
            _ = Write(file, content).OrThrow($"write {draft}");
        }
        _ = Rename(draft, path).OrThrow($"renameat2 {draft} to {path}");
    }

    /// <summary>Writes to a file that the kernel has made, such as one of a control group.</summary>
    public static SysResult WriteExisting(Fd directory, string name, string content)
    {
        fixed (byte* path = Utf8(name))
        {
            nint fd = Sys.Call(
                NR.openat,
                directory.Number,
                (nint)path,
                FileConstants.O_WRONLY | FileConstants.O_CLOEXEC | FileConstants.O_NOFOLLOW
            );
            if (fd < 0)
            {
                return new SysResult(fd);
            }
            using Fd file = Fd.Own(fd);
            return Write(file, Encoding.UTF8.GetBytes(content));
        }
    }

    public static SysResult MakeDirectory(string path, uint mode)
    {
        fixed (byte* name = Utf8(path))
        {
            return new SysResult(
                Sys.Call(NR.mkdirat, FileConstants.AT_FDCWD, (nint)name, (nint)mode)
            );
        }
    }

    public static SysResult RemoveFile(string path) => Unlink(path, 0);

    public static SysResult RemoveDirectory(string path) =>
        Unlink(path, FileConstants.AT_REMOVEDIR);

    public static SysResult MakeLink(string target, string path)
    {
        fixed (byte* content = Utf8(target))
        fixed (byte* name = Utf8(path))
        {
            return new SysResult(
                Sys.Call(NR.symlinkat, (nint)content, FileConstants.AT_FDCWD, (nint)name)
            );
        }
    }

    public static SysResult Rename(string from, string to)
    {
        fixed (byte* source = Utf8(from))
        fixed (byte* target = Utf8(to))
        {
            return new SysResult(
                Sys.Call(
                    NR.renameat2,
                    FileConstants.AT_FDCWD,
                    (nint)source,
                    FileConstants.AT_FDCWD,
                    (nint)target
                )
            );
        }
    }

    /// <summary>Type and mode of what the path names; a symlink is not followed.</summary>
    public static SysResult<stat> Look(string path)
    {
        stat info;
        fixed (byte* name = Utf8(path))
        {
            nint result = Sys.Call(
                NR.newfstatat,
                FileConstants.AT_FDCWD,
                (nint)name,
                (nint)(&info),
                FileConstants.AT_SYMLINK_NOFOLLOW
            );
            return result < 0 ? (Errno)(-result) : info;
        }
    }

    /// <summary>Whether the path names what is open; not so when that was removed or replaced.</summary>
    public static bool IsAt(Fd open, string path)
    {
        stat info;
        byte empty = 0;
        nint result = Sys.Call(
            NR.newfstatat,
            open.Number,
            (nint)(&empty),
            (nint)(&info),
            FileConstants.AT_EMPTY_PATH
        );
        SysResult<stat> there = Look(path);
        return result >= 0
            && !there.Failed
            && (info.st_dev, info.st_ino) == (there.Value.st_dev, there.Value.st_ino);
    }

    private static SysResult Unlink(string path, int flags)
    {
        fixed (byte* name = Utf8(path))
        {
            return new SysResult(Sys.Call(NR.unlinkat, FileConstants.AT_FDCWD, (nint)name, flags));
        }
    }

    internal static byte[] Utf8(string path)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        _ = Encoding.UTF8.GetBytes(path, bytes);
        return bytes;
    }
}
