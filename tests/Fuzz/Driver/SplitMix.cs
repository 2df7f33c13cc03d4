namespace ContainerRt.Fuzz.Driver;

/// <summary>A generator whose numbers depend on the seed alone, on every version of .NET: SplitMix64.</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        ulong z = unchecked(_state += 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    /// <summary>0 to limit - 1; 0 for a limit below 2.</summary>
    public int Below(int limit) => limit < 2 ? 0 : (int)(Next() % (ulong)limit);

    public byte Byte() => (byte)Next();
}
