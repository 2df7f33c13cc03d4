using System;
using System.IO;

namespace ContainerRt.Runtime.Tests;

/// <summary>Files of the source tree that tests read.</summary>
internal static class Repository
{
    private static readonly string Top = Find(AppContext.BaseDirectory);

    public static string PathOf(string file) => Path.Combine(Top, file);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "ContainerRt.sln"))
            ? folder
            : Find(
                Path.GetDirectoryName(folder)
                    ?? throw new InvalidOperationException(
                        "the tests run outside of the source tree"
                    )
            );
}
