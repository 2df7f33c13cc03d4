using System;
using System.IO;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Oci;

/// <summary>What is asked for in few words, or with none, is not passed over.</summary>
public sealed class SilenceTests : OciTest
{
    private const string Notify =
        "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"mkdir\"],\"action\":\"SCMP_ACT_NOTIFY\"}]}";

    [Theory]
    [InlineData("linux", "memoryPolicy", "{}")]
    [InlineData("linux", "intelRdt", "{}")]
    [InlineData("linux", "personality", "{}")]
    [InlineData("linux", "seccomp", "{}")]
    [InlineData("linux", "seccomp", Notify)]
    [InlineData("process", "scheduler", "{}")]
    [InlineData("process", "ioPriority", "{}")]
    public void An_empty_object_and_an_action_without_its_listener_are_errors(
        string part,
        string field,
        string json
    )
    {
        Bundle.Config[part]![field] = JsonNode.Parse(json);
        _ = Bundle.Command("true");
        FailsNaming(Run(), $"{part}.{field}");
    }

    // there is nothing to send to it
    [Fact]
    public void A_listener_of_a_profile_that_never_notifies_is_passed_over()
    {
        Bundle.Linux["seccomp"] = JsonNode.Parse(
            "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"listenerPath\":\"/nobody\"}"
        );
        _ = Bundle.Command("true");
        Succeeds(Run());
    }

    [Fact]
    public void The_log_is_there_when_nothing_was_logged()
    {
        string log = Path.Combine(Folder, "log");
        _ = Bundle.Command("true").Write();
        Succeeds(Oci("--log", log, "run", "--bundle", Bundle.Folder, NewId()));
        Assert.Equal("", File.ReadAllText(log));
    }

    [Fact]
    public void A_log_that_cannot_be_made_is_an_error()
    {
        _ = Bundle.Command("echo", "ran").Write();
        Outcome run = Oci("--log", "/nowhere/log", "run", "--bundle", Bundle.Folder, NewId());
        FailsNaming(run, "/nowhere/log", "no such file or directory");
        Assert.DoesNotContain("ran", run.Output, StringComparison.Ordinal);
    }

    // config.md: invalid values MUST be an error, and access is made of r, w and m
    [Fact]
    public void A_letter_that_is_no_access_is_an_error()
    {
        Bundle.Linux["resources"]!["devices"]![0]!["access"] = "rwa";
        _ = Bundle.Command("true");
        FailsNaming(Run(), "linux.resources.devices[0].access", "\"rwa\"");
    }
}
