using System;
using System.Linq;
using ContainerRt.Cli.Arguments;
using Xunit;

namespace ContainerRt.Cli.Tests;

public sealed class ArgumentParserTests
{
    private static readonly VerbSyntax s_run = new(
        "run",
        "IMAGE [COMMAND...]",
        "a test",
        [
            Option.Flag("interactive", "", 'i'),
            Option.Flag("tty", "", 't'),
            Option.Value("workdir", "DIR", "", 'w'),
            Option.Repeated("env", "K=V", "", 'e'),
            Option.Value("name", "NAME", ""),
        ]
    )
    {
        Least = 1,
        StopAtFirstPositional = true,
        NotYet = ["publish", "p"],
    };

    [Theory]
    [InlineData("-it -w /d image", true, true, "/d", "image")]
    [InlineData("-itw/d image", true, true, "/d", "image")]
    [InlineData(
        "-t --workdir=/d image sh -c x --tty=false",
        false,
        true,
        "/d",
        "image sh -c x --tty=false"
    )]
    [InlineData("--interactive=false --workdir /d -- -image -i", false, false, "/d", "-image -i")]
    [InlineData("-i -w= image", true, false, "", "image")]
    [InlineData("image -i", false, false, null, "image -i")]
    [InlineData("- -i", false, false, null, "- -i")]
    public void A_command_line_means_what_it_says(
        string line,
        bool i,
        bool t,
        string? dir,
        string positionals
    )
    {
        ParsedArguments parsed = ArgumentParser.Parse(s_run, line.Split(' '));
        Assert.Equal(i, parsed.Flag("interactive"));
        Assert.Equal(t, parsed.Flag("tty"));
        Assert.Equal(dir, parsed.Value("workdir"));
        Assert.Equal(positionals, string.Join(' ', parsed.Positionals));
    }

    [Fact]
    public void A_repeated_option_keeps_every_value_in_order()
    {
        ParsedArguments parsed = ArgumentParser.Parse(
            s_run,
            ["-e", "A=1", "--env=B=2", "-eC=", "image"]
        );
        Assert.Equal(["A=1", "B=2", "C="], parsed.Values("env").ToArray());
    }

    [Theory]
    [InlineData("--nope image", "unknown option --nope")]
    [InlineData("-x image", "unknown option -x")]
    [InlineData("-itx image", "-x in \"-itx\"")]
    [InlineData("--name", "--name needs a value")]
    [InlineData("-w", "-w needs a value")]
    [InlineData("--tty=maybe image", "want true or false")]
    [InlineData("-i", "at least 1 argument")]
    [InlineData("-p 80:80 image", "not supported by this version")]
    [InlineData("--publish=80:80 image", "not supported by this version")]
    public void A_wrong_command_line_is_an_error_that_names_the_place(string line, string expected)
    {
        UsageException error = Assert.Throws<UsageException>(() =>
            ArgumentParser.Parse(s_run, line.Split(' '))
        );
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_made_from_the_table_and_needs_no_other_argument()
    {
        Assert.True(ArgumentParser.Parse(s_run, ["--help"]).HelpWanted);
        Assert.Contains("-w, --workdir DIR", HelpText.Of(s_run), StringComparison.Ordinal);
    }
}
