using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ContainerRt.Style.Rules;

internal static class SizeRules
{
    private const int MaxFile = 400;
    private const int MaxMethod = 40;
    private const int MaxParameters = 5;

    public static IEnumerable<string> LongFile(SourceFile file) =>
        file.Lines.Length > MaxFile && !file.IsTable
            ? [$"{file.Path}: {file.Lines.Length} lines"]
            : [];

    public static IEnumerable<string> LongMethods(SourceFile file) =>
        file.IsTable
            ? []
            : Bodies(file.Root)
                .Where(x => SourceFile.LineCount(x) - 2 > MaxMethod)
                .Select(x => file.At(x, $"a body of {SourceFile.LineCount(x) - 2} lines"));

    /// <summary>
    /// What has a default is named where it is given, so it does not count. A record may have more, so may an import.
    /// </summary>
    public static IEnumerable<string> ManyParameters(SourceFile file) =>
        file.IsBelow("src/Linux/Native")
            ? []
            : file
                .Root.DescendantNodes()
                .OfType<ParameterListSyntax>()
                .Where(x => x.Parameters.Count(Counts) > MaxParameters)
                .Where(x => x.Parent is not RecordDeclarationSyntax && !IsImport(x.Parent))
                .Select(x => file.At(x, $"{x.Parameters.Count} parameters"));

    private static bool Counts(ParameterSyntax parameter) => parameter.Default is null;

    private static IEnumerable<SyntaxNode> Bodies(SyntaxNode root) =>
        root.DescendantNodes()
            .OfType<BlockSyntax>()
            .Where(x =>
                x.Parent
                    is BaseMethodDeclarationSyntax
                        or AccessorDeclarationSyntax
                        or LocalFunctionStatementSyntax
                        or LambdaExpressionSyntax
            );

    private static bool IsImport(SyntaxNode? node) =>
        node is MethodDeclarationSyntax method
        && method
            .AttributeLists.SelectMany(x => x.Attributes)
            .Any(x => x.Name.ToString() == "LibraryImport");
}
