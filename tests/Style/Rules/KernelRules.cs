using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ContainerRt.Style.Rules;

internal static class KernelRules
{
    public static IEnumerable<string> UnsafeCode(SourceFile file) =>
        !file.IsBelow("src") || file.IsBelow("src/Linux", "src/Init")
            ? []
            : file
                .Root.DescendantTokens()
                .Where(x => x.IsKind(SyntaxKind.UnsafeKeyword) || x.IsKind(SyntaxKind.FixedKeyword))
                .Select(x => file.At(x.Parent!, x.Text))
                .Concat(Imports(file, "LibraryImport"));

    // it takes a reader that has left for one that has read all
    public static IEnumerable<string> ConsoleOutput(SourceFile file) =>
        !file.IsBelow("src")
            ? []
            : file
                .Root.DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>()
                .Where(x => x.Expression.ToString() is "Console" or "System.Console")
                .Where(x => x.Name.ToString() != "OpenStandardInput")
                .Select(x => file.At(x, x.ToString()));

    public static IEnumerable<string> RunTimeImports(SourceFile file) => Imports(file, "DllImport");

    public static bool Has(SyntaxList<AttributeListSyntax> lists, params string[] names) =>
        lists
            .SelectMany(x => x.Attributes)
            .Any(x => names.Contains(x.Name.ToString().Split('.').Last()));

    private static IEnumerable<string> Imports(SourceFile file, string attribute) =>
        file
            .Root.DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Where(x => Has(x.AttributeLists, attribute))
            .Select(x => file.At(x, attribute));
}
