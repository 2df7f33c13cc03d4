using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using ContainerRt.Fuzz.Driver;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Layers;
using ContainerRt.Linux;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// A layer unpacked into a directory and settled on another one: a summary or an <see cref="ImageStoreException"/>; what
/// stands beside the directory is untouched, the layer below too, and everything in it can be removed again. It needs root,
/// and a mount namespace in which nothing else can be written (tests/Fuzz/confined).
/// </summary>
internal sealed class LayerTarget : IFuzzTarget
{
    private readonly Scratch _scratch = new();
    private readonly Fd _layer;
    private readonly Fd _below;
    private readonly string _canary;

    public LayerTarget()
    {
        _scratch.Directories("layer");
        _scratch.Directories("etc");
        _canary = _scratch.Write("passwd", "canary"u8);
        _scratch.Write("etc/passwd", "canary"u8);
        _layer = _scratch.Open("layer");
        _scratch.Directories("below/a/b");
        _scratch.Directories("below/etc");
        _scratch.Write("below/a/b/f", "canary"u8);
        _scratch.Write("below/etc/passwd", "canary"u8);
        Directory.CreateSymbolicLink(_scratch.At("below/l"), "/a");
        _below = _scratch.Open("below");
    }

    public string Name => "layer";

    public IReadOnlyList<string> Words => TarWords.All;

    public IReadOnlyList<string> MoreInputs => ["tests/Fuzz/corpus/tar"];

    public long FixedBytes => 4 << 20;

    public long BytesPerByte => 400;

    public static string? Excuse =>
        !Environment.IsPrivilegedProcess ? "needs root: layers keep owners and devices"
        : CanWrite("/etc") ? "needs tests/Fuzz/confined: hostile archives are unpacked as root"
        : null;

    public string Run(byte[] input)
    {
        if (Excuse is { } excuse)
        {
            throw new InvalidOperationException(excuse);
        }
        string outcome;
        try
        {
            using MemoryStream archive = new(TarChecksums.Repair(input));
            LayerSummary summary = LayerUnpacker.Unpack(archive, _layer, CancellationToken.None);
            LayerCommit.Settle(_layer, summary, [_below], CancellationToken.None);
            // csharpier-ignore
            outcome = $"{string.Concat(summary.Warnings)}{new string('w', Math.Min(summary.Whiteouts.Count, 9))}{new string('d', Math.Min(summary.DeferredLinks.Count, 9))}";
        }
        catch (ImageStoreException e)
        {
            outcome = e.Message;
        }
        TreeRemoval.Empty(_layer);
        Check();
        return outcome;
    }

    private void Check()
    {
        string[] left =
        [
            .. Directory
                .EnumerateFileSystemEntries(_scratch.Top, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal),
        ];
        string[] expected = [.. Names().Select(_scratch.At)];
        BrokenPromiseException.Unless(
            left.SequenceEqual(expected),
            $"beside the layer there is {string.Join(' ', left)}"
        );
        BrokenPromiseException.Unless(
            File.ReadAllText(_canary) == "canary"
                && File.ReadAllText(_scratch.At("etc/passwd")) == "canary",
            "a file outside of the layer has changed"
        );
    }

    private static IEnumerable<string> Names() =>
        [
            .. new[] { "", "/a", "/a/b", "/a/b/f", "/etc", "/etc/passwd", "/l" }.Select(x =>
                "below" + x
            ),
            "etc",
            "etc/passwd",
            "layer",
            "passwd",
        ];

    private static bool CanWrite(string directory)
    {
        string probe = Path.Combine(directory, $".crt-fuzz-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(probe);
            Directory.Delete(probe);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
