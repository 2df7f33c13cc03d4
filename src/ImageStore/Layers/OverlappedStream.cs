using System;
using System.Collections.Concurrent;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Threading;

namespace ContainerRt.ImageStore.Layers;

/// <summary>
/// The decompressed bytes, made by two threads ahead of the reader: one inflates, one hashes. Each is about as slow as
/// writing to disk, so in one thread a layer takes the sum. At most 24 pieces of 256 KiB are in flight.
/// </summary>
internal sealed class OverlappedStream : Stream
{
    private const int Piece = 256 * 1024;
    private const int PiecesPerStage = 8;
    private readonly DecompressedStream _source;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _cancelled;
    private readonly PieceQueue _inflated = new(PiecesPerStage);
    private readonly PieceQueue _hashed = new(PiecesPerStage);
    private readonly ConcurrentBag<byte[]> _free = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Thread _inflater;
    private readonly Thread _hasher;
    private ExceptionDispatchInfo? _failure;
    private (byte[] Data, int Length) _current = ([], 0);
    private int _position;

    public OverlappedStream(DecompressedStream source, CancellationToken cancellation)
    {
        _source = source;
        _cancellation = cancellation;
        _inflater = new Thread(Inflate) { IsBackground = true, Name = "inflate" };
        _hasher = new Thread(Hash) { IsBackground = true, Name = "hash" };
        _cancelled = cancellation.Register(Stop);
        _inflater.Start();
        _hasher.Start();
    }

    /// <summary>Bytes read so far.</summary>
    public long Count { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    /// <summary>Of all bytes; to be asked once the end was read.</summary>
    public string Digest() => "sha256:" + Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_position == _current.Length && !TakeNext())
        {
            return 0;
        }
        int count = Math.Min(buffer.Length, _current.Length - _position);
        _current.Data.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        Count += count;
        return count;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // the inflater may be inside a read of the network; whoever cancels that ends it
            _cancelled.Dispose();
            Stop();
            _inflater.Join();
            _hasher.Join();
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool TakeNext()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_current.Data.Length > 0)
        {
            _free.Add(_current.Data);
        }
        (_current, _position) = (([], 0), 0);
        if (_hashed.Take() is { } next)
        {
            _current = next;
            return true;
        }
        _cancellation.ThrowIfCancellationRequested();
        Volatile.Read(ref _failure)?.Throw();
        return false;
    }

    private void Stop()
    {
        _inflated.Stop();
        _hashed.Stop();
    }

    private void Inflate() =>
        Stage(
            _inflated,
            () =>
            {
                byte[] data;
                int length;
                do
                {
                    data = _free.TryTake(out byte[]? used) ? used : new byte[Piece];
                    length = FillFromSource(data);
                } while (length > 0 && _inflated.Add(data, length));
            }
        );

    private int FillFromSource(byte[] data)
    {
        int length = 0;
        int read;
        do
        {
            read = _source.Read(data.AsSpan(length));
            length += read;
        } while (read > 0 && length < data.Length);
        return length;
    }

    private void Hash() =>
        Stage(
            _hashed,
            () =>
            {
                while (_inflated.Take() is { } piece)
                {
                    _hash.AppendData(piece.Data, 0, piece.Length);
                    if (!_hashed.Add(piece.Data, piece.Length))
                    {
                        return;
                    }
                }
            }
        );

    // The reader learns of a failure where the data ends; nothing may escape from a thread's end.
    private void Stage(PieceQueue output, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
        }
        output.End();
    }
}
