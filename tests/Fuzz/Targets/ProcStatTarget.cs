using System.Collections.Generic;
using System.Text;
using ContainerRt.Linux.Processes;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// /proc/PID/stat of a process whose name is the input: a program names itself, so the name may look like the rest of the
/// line. State and start time are the kernel's whatever the name is.
/// </summary>
internal sealed class ProcStatTarget : IFuzzTarget
{
    private const int LongestName = 63;

    public string Name => "procstat";

    public IReadOnlyList<string> Words { get; } =
    [")", "(", ") ", ") Z 1 1", " ", "\n", "(a) S", "\xff", "\xc3", "\0"];

    public string Run(byte[] input)
    {
        byte[] name = input.Length > LongestName ? input[..LongestName] : input;
        byte[] stat =
        [
            .. "42 ("u8,
            .. name,
            .. ") S 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 3 4 18446744073709551615\n"u8,
        ];
        ProcStatus status = ProcStatus.Parse(stat);
        BrokenPromiseException.Unless(
            status == new ProcStatus('S', true, 987654),
            $"the process \"{Encoding.Latin1.GetString(name)}\" is read as {status}"
        );
        return "";
    }
}
