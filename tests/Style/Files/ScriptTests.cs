using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace ContainerRt.Style.Files;

/// <summary>A script says what it does before it does it, and stops at what is not set.</summary>
public sealed partial class ScriptTests
{
    [Fact]
    public void Every_script_has_a_comment_on_top_and_refuses_unset_names()
    {
        string[] wrong = [.. TextFile.All().Where(IsScript).SelectMany(Wrong)];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("#!/bin/sh\nset -eu\nrm -r \"$x\"", "no comment")]
    [InlineData("#!/bin/bash\n# Removes it.\nrm -r \"$x\"", "set -u")]
    [InlineData("#!/bin/bash\n# Removes it.\nset -euo pipefail\nrm -r \"$x\"", null)]
    public void A_script_that_does_not_is_found(string text, string? expected)
    {
        string[] wrong = [.. Wrong(new TextFile("sample", text.Split('\n')))];
        Assert.Equal(expected is null ? 0 : 1, wrong.Length);
        Assert.All(wrong, x => Assert.Contains(expected!, x, StringComparison.Ordinal));
    }

    private static bool IsScript(TextFile file) =>
        file.Lines.Length > 0 && Shell().IsMatch(file.Lines[0]);

    private static IEnumerable<string> Wrong(TextFile script)
    {
        if (!script.Lines.ElementAtOrDefault(1)?.StartsWith("# ", StringComparison.Ordinal) ?? true)
        {
            yield return $"{script.Path}: no comment below its first line";
        }
        if (!script.Lines.Any(x => SetU().IsMatch(x)))
        {
            yield return $"{script.Path}: no set -u";
        }
    }

    [GeneratedRegex(@"^#!.*\b(ba|da)?sh\b", RegexOptions.None, 1000)]
    private static partial Regex Shell();

    [GeneratedRegex(@"^\s*set -[a-z]*u", RegexOptions.None, 1000)]
    private static partial Regex SetU();
}
