using System.Collections.Generic;
using System.Linq;

namespace ContainerRt.Style.Rules;

/// <summary>CONTRIBUTING.md's habits that a syntax tree can show. The compiler and the analyzers check the rest.</summary>
internal static class SourceRules
{
    public static IReadOnlyList<SourceRule> All { get; } =
    [
        Rule(
            "a file has at most 400 lines",
            SizeRules.LongFile,
            Sample(new string('\n', 401) + "class Sample;"),
            Sample(new string('\n', 390) + "class Sample;")
        ),
        Rule(
            "a method has at most 40 lines",
            SizeRules.LongMethods,
            Sample("class Sample { void Long() {" + new string('\n', 42) + "} }"),
            Sample("class Sample { void Short() {" + new string('\n', 38) + "} }")
        ),
        Rule(
            "a method has at most 5 parameters",
            SizeRules.ManyParameters,
            Sample("class Sample { void M(int a, int b, int c, int d, int e, int f) { } }"),
            Sample("record Sample(int A, int B, int C, int D, int E, int F);")
        ),
        Rule(
            "a file holds one type and has its name",
            NameRules.OtherTypes,
            Sample("class Sample; class Another;"),
            Sample("class Sample { class Inside; }")
        ),
        Rule(
            "names say what a thing is",
            NameRules.VagueNames,
            Sample("class Sample { class PathUtils; }"),
            Sample("class Sample { class Utilization; }")
        ),
        Rule(
            "a test's name is a sentence",
            NameRules.TestNames,
            Sample("class Sample { [Fact] public void TestStart() { } }", "tests"),
            Sample("class Sample { [Fact] public void It_starts() { } }", "tests")
        ),
        Rule(
            "unsafe code and imports are in Linux and Init",
            KernelRules.UnsafeCode,
            Sample("class Sample { unsafe void M() { } }", "src/Engine"),
            Sample("class Sample { unsafe void M() { } }", "src/Linux")
        ),
        Rule(
            "imports are source-generated",
            KernelRules.RunTimeImports,
            Sample("class Sample { [DllImport(\"libc\")] static extern int f(); }", "src/Linux"),
            Sample("class Sample { [LibraryImport(\"libc\")] static extern int f(); }")
        ),
        Rule(
            "what is written for the user goes through StandardStreams",
            KernelRules.ConsoleOutput,
            Sample("class Sample { void M() { Console.Out.Write(1); } }", "src/ImageWorker"),
            Sample("class Sample { void M() { Console.OpenStandardInput(); } }", "src/ImageWorker")
        ),
        Rule(
            "the class library's text of a failure is not shown",
            ErrorRules.ForeignMessages,
            Sample(
                "class Sample { void M() { try { } catch (E e) when (e is IOException or KernelException) { Say(e.Message); } } }"
            ),
            Sample(
                "class Sample { void M() { try { } catch (E e) when (e is EngineException or KernelException { Errno: Errno.EIO }) { Say(e.Message); } } }"
            )
        ),
        Rule(
            "no code is kept in comments",
            CommentRules.CodeInComments,
            Sample("// x = Call(y);\nclass Sample;"),
            Sample("// the kernel takes x; then y\nclass Sample;")
        ),
        Rule(
            "a wish has a condition or a number",
            CommentRules.Wishes,
            Sample("// TO" + "DO: later\nclass Sample;"),
            Sample("// TO" + "DO when Linux 7.0 is the oldest: later\nclass Sample;")
        ),
        Rule(
            "a pragma has its reason on its line",
            CommentRules.UnexplainedPragmas,
            Sample("#pragma warning " + "disable CA1000\nclass Sample;"),
            Sample("#pragma warning " + "disable CA1000 // a table\nclass Sample;")
        ),
    ];

    public static SourceFile Sample(string text, string folder = "src/Runtime") =>
        new($"{folder}/Sample.cs", text);

    private static SourceRule Rule(
        string name,
        System.Func<SourceFile, IEnumerable<string>> broken,
        SourceFile breaking,
        SourceFile keeping
    ) => new(name, broken, breaking, keeping);

    public static SourceRule Named(string name) => All.Single(x => x.Name == name);
}
