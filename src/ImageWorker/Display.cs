using System;
using ContainerRt.ImageStore.Images;

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
                : (kind ?? (Console.IsErrorRedirected ? "plain" : "tty")) switch
                {
                    "plain" => new PlainProgress(Console.Error),
                    "tty" => new BarProgress(Console.Error),
                    "json" => new JsonProgress(Console.Error),
                    string other => throw new UsageException(
                        $"--progress \"{other}\" is not plain, tty or json"
                    ),
                }
        );

    public void Dispose() => (Progress as IDisposable)?.Dispose();
}
