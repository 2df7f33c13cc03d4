using System.Collections.Generic;

namespace ContainerRt.Abi;

internal sealed record CheckedDeclarations(
    int Assertions,
    IReadOnlyList<string> Failures,
    IReadOnlyList<string> NotInHeaders
);
