using System.IO;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Oci;

/// <summary>Words of a bundle on their way to a terminal.</summary>
public sealed class SteeringTests : OciTest
{
    private const string Steering = "\u001b[31m\n\u009bfake\u202e";

    [Fact]
    public void An_error_with_words_of_a_bundle_is_one_plain_line()
    {
        Assert.SkipUnless(Crt.IsCrt, "other runtimes have other words");
        _ = Bundle.Command(Steering);
        Outcome outcome = Run();
        Assert.NotEqual(0, outcome.ExitCode);
        Plain(outcome.Errors, lines: 1);
    }

    [Fact]
    public void A_plan_has_one_line_for_a_step()
    {
        Assert.SkipUnless(Crt.IsCrt, "only crt has plans");
        _ = Bundle.Command("sh").Write();
        int lines = Lines(Oci("plan", "--bundle", Bundle.Folder).Text);
        _ = Bundle.Command("sh", Steering).Write();
        Plain(Oci("plan", "--bundle", Bundle.Folder).Text, lines);
    }

    [Fact]
    public void A_bundle_below_a_name_with_a_newline_is_one_line_of_the_list()
    {
        Assert.SkipUnless(Crt.IsCrt, "runc prints it as it is");
        string folder = Path.Combine(Folder, Steering);
        TestBundle bundle = new(Directory.CreateDirectory(folder).FullName);
        bundle.Config["annotations"] = new JsonObject { ["key"] = Steering };
        _ = bundle.Command("true").Write();
        string id = NewId();
        string[] run = ["run", "--detach", "--bundle", folder, id];
        Assert.Equal(0, Oci(run).ExitCode);
        Plain(Oci("list").Text, lines: 2);
        string state = Oci("state", id).Output;
        Assert.DoesNotContain(state, c => c is '\u001b' or '\u009b');
        Assert.Equal(Steering, JsonNode.Parse(state)!["annotations"]!["key"]!.GetValue<string>());
    }

    private static int Lines(string text) => text.TrimEnd('\n').Split('\n').Length;

    private static void Plain(string text, int lines)
    {
        Assert.Equal(lines, Lines(text));
        Assert.DoesNotContain(text, c => c is '\u001b' or '\u009b' or '\u202e');
    }
}
