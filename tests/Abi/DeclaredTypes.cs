using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ContainerRt.Linux.Native;

namespace ContainerRt.Abi;

internal static class DeclaredTypes
{
    public static IEnumerable<Type> In(Assembly assembly) =>
        assembly
            .GetTypes()
            .Where(x => x.GetCustomAttribute<CHeaderAttribute>() is not null)
            .OrderBy(x => x.FullName, StringComparer.Ordinal);
}
