using System.Collections.Generic;
using ContainerRt.Fuzz.Driver;
using ContainerRt.Init;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;
using ContainerRt.Spec.Runtime.Json;

namespace ContainerRt.Fuzz.Targets;

/// <summary>The process of an exec, which a shim's client sends: steps, or an error of JSON or of a rule.</summary>
internal sealed class ProcessTarget : IFuzzTarget
{
    public string Name => "process";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        .. Vocabulary.Json, "\"args\":", "\"env\":", "\"cwd\":", "\"user\":", "\"additionalGids\":", "\"capabilities\":", "\"ambient\":", "\"rlimits\":",
        "\"terminal\":true", "\"noNewPrivileges\":true", "\"oomScoreAdj\":", "\"consoleSize\":", "\"umask\":", "\"CAP_KILL\"", "\"PATH=\"", "\"PATH=:/bin:\"",
    ];

    public long BytesPerByte => 200;

    public string Run(byte[] input)
    {
        SerializerWitness.Agrees(
            input,
            RuntimeJson.Default.Process,
            ProcessReader.Read,
            stricter: true
        );
        try
        {
            Process process = BundleDirectory.ParseProcess(input, "process.json");
            SerializerWitness.Wrote(
                ProcessWriter.Write(process),
                process,
                RuntimeJson.Default.Process
            );
            ConfigRules.Enforce(process);
            PlanRequest request = new(
                new Config { OciVersion = "1.0.2", Process = process },
                "/bundle",
                "id",
                new HostFacts(null, [], "/")
            );
            List<string> warnings = [];
            IReadOnlyList<StepDraft> steps = ExecPlanner.Plan(request, 0, warnings);
            BrokenPromiseException.Unless(
                steps[^1].Kind == StepKind.Execve,
                "a process does not end in execve"
            );
            return $"{string.Concat(warnings)}{steps.Count}";
        }
        catch (ContainerException e)
        {
            return e.Message;
        }
    }
}
