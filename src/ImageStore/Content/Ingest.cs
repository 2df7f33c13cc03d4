using System;
using System.Buffers;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Spec.Image;
using Microsoft.Win32.SafeHandles;

namespace ContainerRt.ImageStore.Content;

/// <summary>
/// A blob on its way into the store: a file that grows, and the hash of what it holds. The file outlives the
/// program, so the next one goes on where this one ended.
/// </summary>
/// <remarks>
/// Open reads back and hashes what is there. One thread appends; others may read behind it. Verify ends it: the
/// content is what the descriptor says, or the file is deleted.
/// </remarks>
public sealed class Ingest : IDisposable
{
    private const int BufferSize = 1024 * 1024;
    private const int WritebackStep = 8 * 1024 * 1024;
    private readonly SafeFileHandle _file;
    private readonly IncrementalHash _hash;
    private readonly string _path;
    private readonly object _grown = new();
    private long _written;
    private long _writingBack;
    private State _state = State.Open;

    private enum State
    {
        Open,
        Verified,
        Failed,
    }

    private Ingest(string path, Descriptor descriptor, SafeFileHandle file)
    {
        _path = path;
        _file = file;
        Digest = descriptor.Digest;
        Size = descriptor.Size;
        _hash = IncrementalHash.CreateHash(
            Digest.Algorithm == "sha512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256
        );
    }

    public Digest Digest { get; }

    public long Size { get; }

    public long Written => Interlocked.Read(ref _written);

    /// <summary>All came, and it was not what the digest says. The file is gone.</summary>
    public bool IsSpoiled { get; private set; }

    /// <summary>How much was there already.</summary>
    public long Resumed { get; private init; }

    /// <summary>Takes up the file of an earlier try, or begins one. The caller holds the digest's lock.</summary>
    public static Ingest Open(string path, Descriptor descriptor)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
        };
        SafeFileHandle file = File.OpenHandle(
            path,
            options.Mode,
            options.Access,
            FileShare.ReadWrite | FileShare.Delete
        );
        if (RandomAccess.GetLength(file) > descriptor.Size)
        {
            RandomAccess.SetLength(file, 0);
        }
        Ingest ingest = new(path, descriptor, file) { Resumed = RandomAccess.GetLength(file) };
        ingest.HashPrefix();
        return ingest;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Size - Written)
        {
            throw new ImageStoreException(
                $"fetch {Digest}: more than the {Size} bytes come that the manifest says"
            );
        }
        try
        {
            RandomAccess.Write(_file, bytes, Written);
        }
        catch (IOException e)
        {
            throw ImageStoreException.Because($"write {_path}", e);
        }
        _hash.AppendData(bytes);
        BeginWriteback(Written + bytes.Length);
        lock (_grown)
        {
            _written += bytes.Length;
            Monitor.PulseAll(_grown);
        }
    }

    private void BeginWriteback(long upTo)
    {
        if (upTo - _writingBack >= WritebackStep)
        {
            using Fd file = Fd.Borrow((int)_file.DangerousGetHandle());
            Sync.Begin(file, _writingBack, upTo - _writingBack);
            _writingBack = upTo;
        }
    }

    /// <summary>Compares size and digest. A file that does not match is deleted, and readers fail.</summary>
    public void Verify()
    {
        string hex = Convert.ToHexStringLower(_hash.GetHashAndReset());
        bool whole = Written == Size && hex == Digest.Hex;
        if (!whole)
        {
            IsSpoiled = true;
            File.Delete(_path);
        }
        End(whole ? State.Verified : State.Failed);
        if (!whole)
        {
            throw new ImageStoreException(
                $"fetch {Digest}: what came has {Written} of {Size} bytes and the digest {Digest.Algorithm}:{hex}"
            );
        }
    }

    /// <summary>Wakes the readers of a blob that will not become whole.</summary>
    public void Abandon() => End(State.Failed);

    /// <summary>Reads the content while it arrives. The end is reached only after <see cref="Verify"/>.</summary>
    public Stream OpenReader() => new IngestReader(this);

    internal int Read(Span<byte> buffer, long at)
    {
        lock (_grown)
        {
            while (_written == at && _state == State.Open)
            {
                Monitor.Wait(_grown);
            }
            if (_state == State.Failed)
            {
                throw new ImageStoreException($"blob {Digest} did not arrive whole");
            }
            if (_written == at)
            {
                return 0;
            }
        }
        int length = (int)Math.Min(buffer.Length, Written - at);
        return RandomAccess.Read(_file, buffer[..length], at);
    }

    private void End(State state)
    {
        lock (_grown)
        {
            _state = _state == State.Open ? state : _state;
            Monitor.PulseAll(_grown);
        }
    }

    private void HashPrefix()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        int read;
        while ((read = RandomAccess.Read(_file, buffer, _written)) > 0)
        {
            _hash.AppendData(buffer, 0, read);
            _written += read;
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }

    public void Dispose()
    {
        Abandon();
        _hash.Dispose();
        _file.Dispose();
    }
}
