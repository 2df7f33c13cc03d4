using System;
using ContainerRt.ImageStore.Images;
using ContainerRt.Linux.Streams;
using ContainerRt.Linux.Terminals;

namespace ContainerRt.ImageWorker;

/// <summary>How a pull is shown: bars on a terminal, lines elsewhere, JSON for programs. Always on standard error.</summary>
internal sealed class Display : IDisposable
{
    private Display(PullProgress progress) => Progress = progress;

    public PullProgress Progress { get; }

    public static Display Create(string? kind, bool quiet) =>
        new(
            quiet
                ? new PullProgress()
                : (kind ?? (Terminal.Is(StandardStreams.Stderr) ? "tty" : "plain")) switch
                {
                    "plain" => new PlainProgress(new Notes()),
                    "tty" => new BarProgress(new Notes()),
                    "json" => new JsonProgress(new Notes()),
                    string other => throw new UsageException(
                        $"--progress \"{other}\" is not plain, tty or json"
                    ),
                }
        );

    public void Dispose() => (Progress as IDisposable)?.Dispose();
}
