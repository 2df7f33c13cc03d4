using System;

namespace ContainerRt.ImageStore.Registry;

/// <summary>How patient a client is.</summary>
public sealed record RegistryOptions
{
    /// <summary>Tries of one request, or of one blob without any progress between them.</summary>
    public int Attempts { get; init; } = 5;

    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the connection, TLS and the head of the answer together.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A transfer slower than <see cref="StallBytes"/> in this time is cut and taken up again.</summary>
    public TimeSpan StallWindow { get; init; } = TimeSpan.FromSeconds(30);

    public int StallBytes { get; init; } = 30 * 1024;

    public TimeSpan Delay(int attempt)
    {
        double delay = Math.Min(
            FirstDelay.TotalMilliseconds * Math.Pow(2, attempt),
            LongestDelay.TotalMilliseconds
        );
        // without jitter all the clients of a registry that fell over come back in one moment
        return TimeSpan.FromMilliseconds(delay * (0.5 + Random.Shared.NextDouble() / 2));
    }
}
