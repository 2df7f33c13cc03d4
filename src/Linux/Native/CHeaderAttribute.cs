using System;

namespace ContainerRt.Linux.Native;

/// <summary>
/// The C header that declares the constants of a class or the layout of a struct. Abi.Tests writes
/// a C program of static assertions from it: one per constant, size and offset.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class CHeaderAttribute(string header) : Attribute
{
    public string Header { get; } = header;

    /// <summary>What stands before the name in C, where the C# name leaves it out.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The C type of a struct, where it is not `struct NAME`.</summary>
    public string CType { get; init; } = "";
}
