using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ContainerRt.Style.Rules;

/// <summary>One C# file as text and as a syntax tree.</summary>
internal sealed class SourceFile
{
    public SourceFile(string path, string text)
    {
        Path = path;
        Lines = text.TrimEnd('\n').Split('\n');
        Root = CSharpSyntaxTree.ParseText(text, s_options).GetRoot();
    }

    // both sides of an #if are looked at as text, this machine's as a tree
    private static readonly CSharpParseOptions s_options = new(
        LanguageVersion.Preview,
        DocumentationMode.None
    );

    /// <summary>Relative to the top of the repository.</summary>
    public string Path { get; }

    public string[] Lines { get; }

    public SyntaxNode Root { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Written by a program, or laid out by hand as a table: no budget of lines.</summary>
    public bool IsTable =>
        Lines.Any(x =>
            x.Contains("csharpier-ignore", StringComparison.Ordinal)
            || x.Contains("MA0051 // ", StringComparison.Ordinal)
        );

    public static SourceFile Read(string file) =>
        new(Repository.Relative(file), File.ReadAllText(file));

    public bool IsBelow(params string[] folders) =>
        folders.Any(x => Path.StartsWith(x + "/", StringComparison.Ordinal));

    public string At(SyntaxNode node, string what) => $"{Path}:{FirstLine(node)}: {what}";

    public static int FirstLine(SyntaxNode node) =>
        node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    public static int LineCount(SyntaxNode node)
    {
        FileLinePositionSpan span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
