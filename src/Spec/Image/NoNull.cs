using System.Collections.Generic;
using System.Text.Json;

namespace ContainerRt.Spec.Image;

/// <summary>Nullability of a list's members is nothing that the JSON reader looks at.</summary>
internal static class NoNull
{
    public static void In<T>(List<T>? list, string name)
        where T : class
    {
        int at = list?.FindIndex(member => member is null) ?? -1;
        if (at >= 0)
        {
            throw new JsonException($"{name}[{at}] is null");
        }
    }
}
