using System;
using System.Globalization;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>Numbers of signals by their names, signal(7).</summary>
public static class SignalNumber
{
    private const int FirstRealTime = 34; // glibc keeps 32 and 33
    private const int Last = 64;

    private static readonly string[] _names =
    [
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

    public static SysResult Send(int pid, int signal) => new(Sys.Call(NR.kill, pid, signal));

    /// <summary>`TERM`, `SIGTERM`, `sigterm`, `15`, `RTMIN+3`; -1 for what is none.</summary>
    public static int Parse(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number is >= 0 and <= Last ? number : -1;
        }
        string name = text.ToUpperInvariant();
        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;
        if (name is "POLL" or "IOT" or "CLD")
        {
            name = name switch
            {
                "POLL" => "IO",
                "IOT" => "ABRT",
                _ => "CHLD",
            };
        }
        int index = Array.IndexOf(_names, name);
        return index >= 0 ? index + 1 : RealTime(name);
    }

    // RTMIN, RTMIN+n, RTMAX, RTMAX-n
    private static int RealTime(string name)
    {
        bool fromFirst = name.StartsWith("RTMIN", StringComparison.Ordinal);
        if (!fromFirst && !name.StartsWith("RTMAX", StringComparison.Ordinal))
        {
            return -1;
        }
        string rest = name["RTMIN".Length..];
        int offset = 0;
        bool valid =
            rest.Length == 0
            || rest[0] == (fromFirst ? '+' : '-')
                && int.TryParse(
                    rest.AsSpan(1),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out offset
                )
                && offset <= Last - FirstRealTime;
        return !valid ? -1
            : fromFirst ? FirstRealTime + offset
            : Last - offset;
    }
}
