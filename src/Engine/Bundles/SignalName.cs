using ContainerRt.Linux.Processes;

namespace ContainerRt.Engine.Bundles;

/// <summary>A signal that somebody asked for by name or number; 0 is none.</summary>
public static class SignalName
{
    public static int Parse(string text) =>
        SignalNumber.Parse(text) is > 0 and int number
            ? number
            : throw new EngineException($"there is no signal \"{text}\"");
}
