namespace ContainerRt.Linux.Files;

/// <summary>A time of a file: seconds since 1970 and nanoseconds.</summary>
public readonly record struct Timestamp(long Seconds, uint Nanoseconds)
{
    /// <summary>What utimensat(2) takes for "leave as it is".</summary>
    public static Timestamp Omit => new(0, 0x3ffffffe);
}
