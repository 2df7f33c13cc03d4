using System;

namespace ContainerRt.Cli.User;

/// <summary>A time as people say it: `3 minutes`.</summary>
internal static class Age
{
    public static string Of(DateTime since)
    {
        TimeSpan age = DateTime.UtcNow - since.ToUniversalTime();
        return age switch
        {
            { TotalSeconds: < 1 } => "less than a second",
            { TotalSeconds: < 60 } => Count((int)age.TotalSeconds, "second"),
            { TotalMinutes: < 60 } => Count((int)age.TotalMinutes, "minute"),
            { TotalHours: < 48 } => Count((int)age.TotalHours, "hour"),
            { TotalDays: < 14 } => Count((int)age.TotalDays, "day"),
            { TotalDays: < 60 } => Count((int)age.TotalDays / 7, "week"),
            _ => Count((int)age.TotalDays / 30, "month"),
        };
    }

    private static string Count(int number, string unit) =>
        number == 1 ? $"1 {unit}" : $"{number} {unit}s";
}
