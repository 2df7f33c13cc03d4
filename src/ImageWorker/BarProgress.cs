using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using ContainerRt.ImageStore.Images;
using ContainerRt.Linux.Terminals;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageWorker;

/// <summary>A bar a layer, redrawn ten times a second at most. Plain escape sequences that every terminal knows.</summary>
internal sealed class BarProgress : PullProgress, IDisposable
{
    private const int Width = 30;
    private const int MaxRows = 20;
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly TextWriter _output;
    private readonly List<Bar> _bars = [];
    private readonly List<string> _lines = [];
    private readonly Timer _timer;
    private int _drawn;
    private bool _ended;

    public BarProgress(TextWriter output)
    {
        _output = output;
        _timer = new Timer(_ => Draw(), null, _period, _period);
    }

    private sealed class Bar(Descriptor layer)
    {
        public Descriptor Layer { get; } = layer;
        public long Bytes { get; set; }
        public bool Done { get; set; }
    }

    public override void Resolved(string reference, Digest manifest) =>
        Line($"{reference} is {manifest}");

    public override void LayerStarted(Descriptor layer, long resumed) =>
        Set(layer, resumed, done: false);

    public override void LayerReceived(Descriptor layer, long bytes) =>
        Set(layer, bytes, done: false);

    public override void LayerDone(Descriptor layer, bool wasThere) =>
        Set(layer, layer.Size, done: true);

    public override void Warn(string message) => Line($"warning: {message}");

    public override void Retrying(string why, TimeSpan delay) =>
        Line($"{why}: again in {delay.TotalSeconds:0.0} s");

    private void Line(string text)
    {
        lock (_gate)
        {
            _lines.Add(SafeText.Of(text));
        }
    }

    private void Set(Descriptor layer, long bytes, bool done)
    {
        lock (_gate)
        {
            Bar? bar = _bars.Find(b => b.Layer.Digest == layer.Digest);
            if (bar is null)
            {
                bar = new Bar(layer);
                _bars.Add(bar);
            }
            bar.Bytes = bytes;
            bar.Done = done;
        }
    }

    private void Draw()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }
            StringBuilder frame = new();
            if (_drawn > 0)
            {
                frame.Append($"\e[{_drawn}A\e[J");
            }
            foreach (string line in _lines)
            {
                frame.Append(line).Append('\n');
            }
            _lines.Clear();
            // a frame that is taller than the terminal cannot be drawn over: those that are done go first
            List<Bar> shown = _bars.Count <= MaxRows ? _bars : _bars.FindAll(b => !b.Done);
            shown.ForEach(bar => Append(frame, bar));
            _drawn = shown.Count;
            _output.Write(frame);
            _output.Flush();
        }
    }

    private static void Append(StringBuilder frame, Bar bar)
    {
        int filled = bar.Layer.Size == 0 ? Width : (int)(Width * bar.Bytes / bar.Layer.Size);
        string state =
            bar.Done ? "done"
            : bar.Bytes == bar.Layer.Size ? "unpacking"
            : $"{bar.Bytes / 1e6:0.0}/{bar.Layer.Size / 1e6:0.0} MB";
        frame.Append(
            $"{bar.Layer.Digest.Hex[..12]} [{new string('#', filled)}{new string(' ', Width - filled)}] {state}\n"
        );
    }

    public void Dispose()
    {
        Draw();
        lock (_gate)
        {
            _ended = true;
        }
        _timer.Dispose();
    }
}
