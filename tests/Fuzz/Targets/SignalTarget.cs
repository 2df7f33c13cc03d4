using System.Collections.Generic;
using System.Text;
using ContainerRt.Engine;
using ContainerRt.Engine.Bundles;
using ContainerRt.Linux.Processes;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// A signal's name, which an image gives too: the engine's reader and the runtime's know the same number for it, or one of
/// them knows none.
/// </summary>
internal sealed class SignalTarget : IFuzzTarget
{
    public string Name => "signal";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
        ["SIG", "sig", "TERM", "kill", "RTMIN", "RTMAX", "+", "-", "0", "9", "64", "65", "RTMIN+15", "RTMAX-14", "RTMIN-1", "4294967305", "IOT", "\0", " "];

    public string Run(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        int runtime = SignalNumber.Parse(text);
        int engine;
        try
        {
            engine = SignalName.Parse(text);
        }
        catch (EngineException)
        {
            engine = -1;
        }
        BrokenPromiseException.Unless(
            runtime is >= -1 and <= 64 && engine is -1 or (>= 1 and <= 64),
            $"\"{text}\" is signal {runtime} or {engine}"
        );
        BrokenPromiseException.Unless(
            runtime == engine || runtime < 0 || engine < 0 || runtime == 0,
            $"\"{text}\" is signal {engine} to the engine and {runtime} to the runtime"
        );
        return $"{(runtime < 0 ? "no" : "runtime")}{(engine < 0 ? "no" : "engine")}";
    }
}
