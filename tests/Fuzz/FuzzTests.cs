using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using ContainerRt.Fuzz.Driver;
using ContainerRt.Fuzz.Targets;
using Xunit;

namespace ContainerRt.Fuzz;

/// <summary>Each parser with its corpus, and with a second or two of mutated inputs. AFL++ does the long runs.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly FuzzSettings _settings = FuzzSettings.FromEnvironment();

    public static TheoryData<string> Names => [.. TargetList.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_input_of_the_corpus_keeps_the_promises(string name)
    {
        SkipWhatIsNotSafe(name);
        IFuzzTarget target = TargetList.Make(name);
        // the first run pays for what is made once
        _ = Execution.Fault(target, [], out _);
        foreach ((string file, byte[] bytes) in Corpus.Of(target))
        {
            string? fault = Execution.Fault(target, bytes, out _);
            Assert.True(fault is null, $"{file}: {fault}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutated_inputs_keep_the_promises(string name)
    {
        SkipWhatIsNotSafe(name);
        double seconds = _settings.SecondsForAll / TargetList.Names.Count;
        IFuzzTarget target = TargetList.Make(name);
        _ = Execution.Fault(target, [], out _);
        FuzzRun run = new(target, _settings.Seed);
        long began = Stopwatch.GetTimestamp();
        string? finding = run.For(TimeSpan.FromSeconds(seconds), _settings.InputsForEach);
        double rate = run.Executions / Stopwatch.GetElapsedTime(began).TotalSeconds;
        string line = FormattableString.Invariant(
            $"{name}: FUZZ_SEED={_settings.Seed}, {run.Executions} inputs, {rate:f0}/s, {run.Outcomes} kinds of outcome"
        );
        output.WriteLine(line);
        Console.WriteLine(line);
        Assert.True(finding is null, finding);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parser_has_inputs_of_its_own_and_a_line_in_the_README(string name)
    {
        Assert.True(Corpus.Own(name).Count() > 1, $"tests/Fuzz/corpus/{name} has no two inputs");
        Assert.Contains($"| `{name}` |", File.ReadAllText(Checkout.At("tests/Fuzz/README.md")));
    }

    [Fact]
    public void A_parser_that_throws_is_found_and_its_input_made_small()
    {
        FuzzRun run = new(new BrokenTarget(), 1);
        string? finding = run.For(TimeSpan.FromSeconds(20));
        Assert.Contains("IndexOutOfRangeException", finding);
        Assert.Contains("(2 bytes", finding);
        Assert.Contains("base64: PD4=", finding);
    }

    [Theory]
    [InlineData("a", "allocates")]
    [InlineData("p", "a promise that is broken")]
    [InlineData("s", "takes")]
    public void What_costs_too_much_or_breaks_a_promise_is_a_fault(string input, string fault) =>
        Assert.Contains(
            fault,
            Execution.Fault(new BrokenTarget(), [(byte)input[0]], out _),
            StringComparison.Ordinal
        );

    private static void SkipWhatIsNotSafe(string name)
    {
        bool writes = name is "layer" or "archive";
        Assert.SkipWhen(writes && LayerTarget.Excuse is not null, LayerTarget.Excuse ?? "");
    }
}
