using System;
using System.Globalization;

namespace ContainerRt.Fuzz.Driver;

/// <summary>
/// FUZZ_SEED, FUZZ_SECONDS and FUZZ_INPUTS. The seed and the number of inputs are fixed unless somebody asks for others: CI
/// must not flip a coin, and a faster machine must not find there what a slower one did not.
/// </summary>
internal sealed record FuzzSettings(ulong Seed, double SecondsForAll, int InputsForEach)
{
    private const double DefaultSeconds = 60;
    private const int DefaultInputs = 3000;

    public static FuzzSettings FromEnvironment() =>
        new(SeedFrom(Environment.GetEnvironmentVariable("FUZZ_SEED")), Seconds(), Inputs());

    private static int Inputs() =>
        Environment.GetEnvironmentVariable("FUZZ_INPUTS") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
        : Environment.GetEnvironmentVariable("FUZZ_SECONDS") is { Length: > 0 } ? int.MaxValue
        : DefaultInputs;

    private static ulong SeedFrom(string? text) =>
        text is null or "" ? 1
        : text == "random" ? (ulong)DateTime.UtcNow.Ticks
        : ulong.Parse(text, CultureInfo.InvariantCulture);

    private static double Seconds() =>
        Environment.GetEnvironmentVariable("FUZZ_SECONDS") is { Length: > 0 } text
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : DefaultSeconds;
}
