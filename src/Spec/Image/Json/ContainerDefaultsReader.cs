using System.Collections.Generic;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Image.Json;

/// <summary>config.md#properties, `config`.</summary>
internal static class ContainerDefaultsReader
{
    // csharpier-ignore-start
    internal static ContainerDefaults? Defaults(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        string? user = null, workingDir = null, stopSignal = null;
        List<string>? env = null, entrypoint = null, cmd = null;
        Dictionary<string, EmptyObject>? exposedPorts = null, volumes = null;
        Dictionary<string, string>? labels = null;
        bool? argsEscaped = null;
        while (json.Member())
        {
            if (json.Is("User"u8)) { user = json.Text(); }
            else if (json.Is("ExposedPorts"u8)) { exposedPorts = json.Map(Empty); }
            else if (json.Is("Env"u8)) { env = json.WholeTexts(); }
            else if (json.Is("Entrypoint"u8)) { entrypoint = json.WholeTexts(); }
            else if (json.Is("Cmd"u8)) { cmd = json.WholeTexts(); }
            else if (json.Is("Volumes"u8)) { volumes = json.Map(Empty); }
            else if (json.Is("WorkingDir"u8)) { workingDir = json.Text(); }
            else if (json.Is("Labels"u8)) { labels = json.Map(); }
            else if (json.Is("StopSignal"u8)) { stopSignal = json.Text(); }
            else if (json.Is("ArgsEscaped"u8)) { argsEscaped = json.OptionalFlag(); }
            else { json.Skip(); }
        }
        return new ContainerDefaults
        {
            User = user,
            ExposedPorts = exposedPorts,
            Env = env,
            Entrypoint = entrypoint,
            Cmd = cmd,
            Volumes = volumes,
            WorkingDir = workingDir,
            Labels = labels,
            StopSignal = stopSignal,
            ArgsEscaped = argsEscaped,
        };
    }

    private static EmptyObject Empty(ref JsonCursor json)
    {
        if (!json.Object()) { return null!; }
        while (json.Member()) { json.Skip(); }
        return new EmptyObject();
    }
    // csharpier-ignore-end
}
