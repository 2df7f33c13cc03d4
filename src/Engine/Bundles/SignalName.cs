using System;
using System.Globalization;

namespace ContainerRt.Engine.Bundles;

/// <summary>`TERM`, `SIGTERM`, `15`, `RTMIN+3`.</summary>
public static class SignalName
{
    private const int RealTimeMin = 34;
    private const int RealTimeMax = 64;

    // by number, signal(7), x86 and arm
    private static readonly string[] s_names =
    [
        "",
        "HUP",
        "INT",
        "QUIT",
        "ILL",
        "TRAP",
        "ABRT",
        "BUS",
        "FPE",
        "KILL",
        "USR1",
        "SEGV",
        "USR2",
        "PIPE",
        "ALRM",
        "TERM",
        "STKFLT",
        "CHLD",
        "CONT",
        "STOP",
        "TSTP",
        "TTIN",
        "TTOU",
        "URG",
        "XCPU",
        "XFSZ",
        "VTALRM",
        "PROF",
        "WINCH",
        "IO",
        "PWR",
        "SYS",
    ];

    public static int Parse(string text)
    {
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number is >= 1 and <= RealTimeMax
        )
        {
            return number;
        }
        string name = text.ToUpperInvariant();
        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;
        int index = name.Length == 0 ? -1 : Array.IndexOf(s_names, name);
        return index > 0
            ? index
            : RealTime(name) ?? throw new EngineException($"there is no signal \"{text}\"");
    }

    private static int? RealTime(string name)
    {
        int start =
            name.StartsWith("RTMIN", StringComparison.Ordinal) ? RealTimeMin
            : name.StartsWith("RTMAX", StringComparison.Ordinal) ? RealTimeMax
            : 0;
        if (start == 0)
        {
            return null;
        }
        string offset = name[5..];
        int by = 0;
        bool good =
            offset.Length == 0
            || int.TryParse(
                offset,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out by
            );
        return good && start + by is >= RealTimeMin and <= RealTimeMax ? start + by : null;
    }
}
