using System;
using System.IO;
using ContainerRt.Fuzz.Driver;
using SharpFuzz;

namespace ContainerRt.Fuzz;

/// <summary>One target that AFL++ feeds: a fault is thrown, and SharpFuzz tells AFL++ of a crash.</summary>
internal static class AflSession
{
    public static int Run(string name)
    {
        IFuzzTarget? target = null;
        Fuzzer.Run(stream =>
        {
            // instrumented code cannot run before SharpFuzz has its shared memory
            target ??= TargetList.Make(name);
            using MemoryStream input = new();
            stream.CopyTo(input);
            if (Execution.Fault(target, input.ToArray(), out _) is { } fault)
            {
                throw new BrokenPromiseException(fault);
            }
        });
        return 0;
    }
}
