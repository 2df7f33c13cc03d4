using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ContainerRt.Style.Rules;

internal static partial class CommentRules
{
    /// <summary>A comment that parses as a statement: what is no longer needed is in the history.</summary>
    public static IEnumerable<string> CodeInComments(SourceFile file) =>
        Comments(file).Where(x => Statement().IsMatch(x.ToString())).Select(x => Place(file, x));

    public static IEnumerable<string> Wishes(SourceFile file) =>
        Comments(file).Where(x => Wish().IsMatch(x.ToString())).Select(x => Place(file, x));

    public static IEnumerable<string> UnexplainedPragmas(SourceFile file) =>
        file
            .Lines.Select((line, index) => (line, index))
            .Where(x => Unexplained().IsMatch(x.line))
            .Select(x => $"{file.Path}:{x.index + 1}: {x.line.Trim()}");

    private static IEnumerable<SyntaxTrivia> Comments(SourceFile file) =>
        file
            .Root.DescendantTrivia(descendIntoTrivia: true)
            .Where(x =>
                x.IsKind(SyntaxKind.SingleLineCommentTrivia)
                || x.IsKind(SyntaxKind.MultiLineCommentTrivia)
            );

    private static string Place(SourceFile file, SyntaxTrivia comment) =>
        $"{file.Path}:{comment.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {comment}";

    [GeneratedRegex(
        @"^//\s*[\w.\[\]<>]+(\s+\w+)?\s*(=[^=].*|\(.*\))?;\s*$|^//\s*(if|for|foreach|while) \(.*\)\s*\{?$|^//\s*[{}]$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(TODO|FIXME|XXX|HACK)\b(?!.*(#\d+| when ))", RegexOptions.None, 1000)]
    private static partial Regex Wish();

    [GeneratedRegex(
        @"^\s*#pragma warning disable [A-Z0-9, ]+$|SuppressMessage\((?!.*Justification)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Unexplained();
}
