using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ContainerRt.Style.Rules;

internal static partial class NameRules
{
    private static readonly string[] s_vague =
    [
        "Helper",
        "Helpers",
        "Util",
        "Utils",
        "Utility",
        "Utilities",
        "Manager",
        "Managers",
        "Misc",
        "Common",
    ];

    /// <summary>`Type.Facet.cs` holds a part of Type.</summary>
    public static IEnumerable<string> OtherTypes(SourceFile file) =>
        file
            .Root.DescendantNodes()
            .OfType<BaseTypeDeclarationSyntax>()
            .Where(x => x.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax)
            .Where(x => !IsNameOf(x, file.Name))
            .Select(x => file.At(x, $"{x.Identifier.Text} in {file.Path}"));

    // the machine-wide `ProcessManager` or `PathUtils` ends up holding everything
    public static IEnumerable<string> VagueNames(SourceFile file) =>
        file
            .Root.DescendantNodes()
            .OfType<BaseTypeDeclarationSyntax>()
            .Where(x => s_vague.Contains(LastWord(x.Identifier.Text)))
            .Select(x => file.At(x, $"the name {x.Identifier.Text}"));

    public static IEnumerable<string> TestNames(SourceFile file) =>
        file
            .Root.DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Where(x => KernelRules.Has(x.AttributeLists, "Fact", "Theory"))
            .Where(x => !x.Identifier.Text.Contains('_', StringComparison.Ordinal))
            .Select(x => file.At(x, $"{x.Identifier.Text} is no sentence"));

    // a credential helper is the field's own word, and its answer is no helper
    private static string? LastWord(string name) => Words().Matches(name).LastOrDefault()?.Value;

    // a generic type's file says so behind its name: SysResultOf.cs
    private static bool IsNameOf(BaseTypeDeclarationSyntax type, string file)
    {
        string name = type.Identifier.Text;
        bool generic = type is TypeDeclarationSyntax { TypeParameterList: not null };
        return name == file
            || file.StartsWith(name + ".", StringComparison.Ordinal)
            || (generic && file == name + "Of");
    }

    [GeneratedRegex("[A-Z][a-z]*", RegexOptions.None, 1000)]
    private static partial Regex Words();
}
