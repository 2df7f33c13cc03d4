using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace ContainerRt.Style.Files;

/// <summary>`make help` shows every target that a person may ask for.</summary>
public sealed partial class MakefileTests
{
    [Fact]
    public void Every_target_that_is_no_file_has_its_help() =>
        Assert.Equal("", string.Join('\n', Silent(File.ReadAllLines(Repository.At("Makefile")))));

    [Fact]
    public void A_target_without_help_is_found() =>
        Assert.Equal(
            ["two", "three"],
            Silent([
                ".PHONY: one two",
                ".PHONY: three",
                "one: ## first",
                "two: one",
                "\ttrue",
                "out/file: in",
            ])
        );

    private static IEnumerable<string> Silent(string[] lines)
    {
        string[] helped =
        [
            .. lines
                .Select(x => Helped().Match(x))
                .Where(x => x.Success)
                .Select(x => x.Groups[1].Value),
        ];
        return lines
            .Where(x => x.StartsWith(".PHONY:", StringComparison.Ordinal))
            .SelectMany(x => x[7..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            // a list made from files has its help at the target that prints it
            .Where(x => !x.StartsWith("$(", StringComparison.Ordinal))
            .Except(helped);
    }

    [GeneratedRegex(@"^([a-zA-Z0-9_%-]+):.*## \S", RegexOptions.None, 1000)]
    private static partial Regex Helped();
}
