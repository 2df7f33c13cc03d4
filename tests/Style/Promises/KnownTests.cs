using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Style.Rules;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ContainerRt.Style.Promises;

/// <summary>Every test of the repository as `Class.Method`, so that a page cannot name one that is not there.</summary>
internal static class KnownTests
{
    private static readonly Lazy<HashSet<string>> s_names = new(() =>
        [
            .. Repository
                .CSharpFiles("tests")
                .Select(SourceFile.Read)
                .SelectMany(x => x.Root.DescendantNodes().OfType<MethodDeclarationSyntax>())
                .Where(x => KernelRules.Has(x.AttributeLists, "Fact", "Theory"))
                .Select(x =>
                    $"{((TypeDeclarationSyntax)x.Parent!).Identifier.Text}.{x.Identifier.Text}"
                ),
        ]
    );

    public static bool Contains(string name) => s_names.Value.Contains(name);

    /// <summary>What stands between backticks and looks like a test.</summary>
    public static IEnumerable<string> NamedIn(string cell) =>
        cell.Split('`').Where((_, index) => index % 2 == 1);
}
