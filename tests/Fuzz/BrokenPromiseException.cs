using System;

namespace ContainerRt.Fuzz;

/// <summary>A parser's result is not what its target says about every result.</summary>
public sealed class BrokenPromiseException(string promise) : Exception(promise)
{
    public static void Unless(bool kept, string promise)
    {
        if (!kept)
        {
            throw new BrokenPromiseException(promise);
        }
    }
}
