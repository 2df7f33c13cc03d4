using System;

namespace ContainerRt.Ttrpc;

/// <summary>
/// Puts frames together from pieces of any size. A message that is too long is never stored: its
/// bytes are counted off and the frame is reported as <see cref="Frame.TooLong"/>.
/// </summary>
public sealed class FrameReader
{
    private const int FirstBytes = 512;

    private readonly byte[] _header = new byte[FrameHeader.Bytes];
    private int _headerFilled;
    private FrameHeader _current;
    private byte[] _body = [];
    private int _bodyFilled;
    private uint _toDiscard;

    /// <summary>True between two frames: an end of the stream here is a clean one.</summary>
    public bool AtBoundary => _headerFilled == 0;

    /// <summary>Takes bytes from the front of <paramref name="input"/> until a frame is whole.</summary>
    /// <returns>Whether there is a frame; otherwise all input is used up.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> input, out Frame frame)
    {
        frame = default;
        if (!ReadHeader(ref input))
        {
            return false;
        }
        if (_current.Length > FrameHeader.MaxLength)
        {
            int skipped = (int)Math.Min(_toDiscard, (uint)input.Length);
            input = input[skipped..];
            _toDiscard -= (uint)skipped;
            return _toDiscard == 0 && Finish(new Frame(_current, [], TooLong: true), out frame);
        }
        int wanted = (int)_current.Length - _bodyFilled;
        int taken = Math.Min(wanted, input.Length);
        Reserve(_bodyFilled + taken);
        input[..taken].CopyTo(_body.AsSpan(_bodyFilled));
        _bodyFilled += taken;
        input = input[taken..];
        return taken == wanted
            && Finish(new Frame(_current, _body[.._bodyFilled], TooLong: false), out frame);
    }

    private bool ReadHeader(ref ReadOnlySpan<byte> input)
    {
        if (_headerFilled == FrameHeader.Bytes)
        {
            return true;
        }
        int taken = Math.Min(FrameHeader.Bytes - _headerFilled, input.Length);
        input[..taken].CopyTo(_header.AsSpan(_headerFilled));
        _headerFilled += taken;
        input = input[taken..];
        if (_headerFilled < FrameHeader.Bytes)
        {
            return false;
        }
        _current = FrameHeader.Read(_header);
        _toDiscard = _current.Length;
        return true;
    }

    // grows with what has come, not with what the header promises
    private void Reserve(int bytes)
    {
        if (_body.Length < bytes)
        {
            Array.Resize(
                ref _body,
                Math.Max(
                    bytes,
                    Math.Min((int)_current.Length, Math.Max(FirstBytes, _body.Length * 2))
                )
            );
        }
    }

    private bool Finish(Frame whole, out Frame frame)
    {
        frame = whole;
        _headerFilled = 0;
        _bodyFilled = 0;
        _body = [];
        return true;
    }
}
