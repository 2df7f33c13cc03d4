using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ContainerRt.Style.Rules;

/// <summary>An interface with one implementation is a second name for it.</summary>
internal static class Interfaces
{
    public static IEnumerable<string> WithFewImplementations(IReadOnlyList<SourceFile> files)
    {
        ILookup<string, string> implementations = files
            .SelectMany(x => x.Root.DescendantNodes().OfType<TypeDeclarationSyntax>())
            .Where(x => x is not InterfaceDeclarationSyntax)
            .SelectMany(x =>
                x.BaseList?.Types.Select(y => (Base: NameOf(y), x.Identifier.Text)) ?? []
            )
            .ToLookup(x => x.Base, x => x.Text);
        return files
            .SelectMany(file =>
                file.Root.DescendantNodes()
                    .OfType<InterfaceDeclarationSyntax>()
                    .Select(x => (file, Node: x, Name: x.Identifier.Text))
            )
            .Where(x => implementations[x.Name].Distinct(StringComparer.Ordinal).Count() < 2)
            .Select(x =>
                x.file.At(x.Node, $"{x.Name}: {implementations[x.Name].Count()} implementations")
            );
    }

    private static string NameOf(BaseTypeSyntax type) =>
        type.Type.ToString().Split('<')[0].Split('.').Last();
}
