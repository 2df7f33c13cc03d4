using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ContainerRt.Style.Rules;

/// <summary>docs/errors.md: what the class library says of a failure does not reach a user.</summary>
internal static class ErrorRules
{
    // their messages are sentences of ours
    private static readonly HashSet<string> s_own =
    [
        "KernelException",
        "ContainerException",
        "ImageStoreException",
        "EngineException",
        "TtrpcException",
        "UsageException",
        "DocumentException",
        "TransferException",
    ];

    /// <summary>The text of an exception that may be the class library's; Linux.Reason has words for those.</summary>
    public static IEnumerable<string> ForeignMessages(SourceFile file) =>
        file.IsBelow("tests")
            ? []
            : file
                .Root.DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>()
                .Where(x =>
                    x.Name.Identifier.Text == "Message"
                    && x.Expression is IdentifierNameSyntax name
                    && CatchOf(x, name.Identifier.Text) is { } caught
                    && !Types(caught).All(s_own.Contains)
                )
                .Select(x => file.At(x, x.ToString()));

    private static CatchClauseSyntax? CatchOf(SyntaxNode node, string name) =>
        node.Ancestors()
            .OfType<CatchClauseSyntax>()
            .FirstOrDefault(x => x.Declaration?.Identifier.Text == name);

    // what a filter says with `is` is narrower than the declaration
    private static List<string> Types(CatchClauseSyntax caught)
    {
        List<string> narrowed =
        [
            .. caught
                .Filter?.DescendantNodes()
                .OfType<IsPatternExpressionSyntax>()
                .SelectMany(x => x.Pattern.DescendantNodesAndSelf())
                .Select(TypeName)
                .OfType<string>()
                ?? [],
            .. caught
                .Filter?.DescendantNodes()
                .OfType<BinaryExpressionSyntax>()
                .Where(x => x.OperatorToken.Text == "is")
                .Select(x => Last(x.Right.ToString()))
                ?? [],
        ];
        return narrowed.Count > 0
            ? narrowed
            : [Last(caught.Declaration?.Type.ToString() ?? "Exception")];
    }

    private static string? TypeName(SyntaxNode pattern) =>
        pattern switch
        {
            ConstantPatternSyntax
            {
                Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax
            } x
                when Last(x.Expression.ToString())
                    .EndsWith("Exception", System.StringComparison.Ordinal) => Last(
                x.Expression.ToString()
            ),
            TypePatternSyntax x => Last(x.Type.ToString()),
            DeclarationPatternSyntax x => Last(x.Type.ToString()),
            RecursivePatternSyntax { Type: { } type } => Last(type.ToString()),
            _ => null,
        };

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];
}
