using System;
using System.IO;

namespace ContainerRt.Fuzz.Driver;

/// <summary>The checkout that the program stands in.</summary>
internal static class Checkout
{
    public static string Top { get; } = Find();

    public static string At(string relative) => Path.GetFullPath(Path.Combine(Top, relative));

    private static string Find()
    {
        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "ContainerRt.sln")))
            {
                return at;
            }
        }
        throw new InvalidOperationException("the program does not stand below ContainerRt.sln");
    }
}
