using System;
using System.Globalization;

namespace ContainerRt.Fuzz.Driver;

/// <summary>FUZZ_SEED and FUZZ_SECONDS. The seed is fixed unless somebody asks for another: CI must not flip a coin.</summary>
internal sealed record FuzzSettings(ulong Seed, double SecondsForAll)
{
    private const double DefaultSeconds = 45;

    public static FuzzSettings FromEnvironment() =>
        new(Seed: SeedFrom(Environment.GetEnvironmentVariable("FUZZ_SEED")), Seconds());

    private static ulong SeedFrom(string? text) =>
        text is null or "" ? 1
        : text == "random" ? (ulong)DateTime.UtcNow.Ticks
        : ulong.Parse(text, CultureInfo.InvariantCulture);

    private static double Seconds() =>
        Environment.GetEnvironmentVariable("FUZZ_SECONDS") is { Length: > 0 } text
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : DefaultSeconds;
}
