using System.IO;
using System.Reflection;
using System.Text;
using System.Text.Json;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Json;
using ContainerRt.Runtime.Store;
using ContainerRt.Spec.Runtime;
using ContainerRt.Spec.Tests;
using Xunit;

namespace ContainerRt.Runtime.Tests.Bundle;

/// <summary>The readers are written by hand; the class library's serializer is the witness.</summary>
public sealed class ConfigReaderTests
{
    [Theory]
    [InlineData("docker-like.json")]
    [InlineData("runc-spec.json")]
    public void A_whole_configuration_is_read_as_the_serializer_reads_it(string name)
    {
        byte[] json = File.ReadAllBytes(Repository.PathOf($"tests/Integration/Bundles/{name}"));
        Config? want = JsonSerializer.Deserialize(json, RuntimeJson.Default.Config);
        Assert.Equal(
            JsonSerializer.Serialize(want, RuntimeJson.Default.Config),
            JsonSerializer.Serialize(BundleDirectory.Parse(json, name), RuntimeJson.Default.Config)
        );
    }

    [Theory]
    [InlineData("{\"process\": {\"terminal\": null}}", " at process.terminal, line 1")]
    [InlineData("{\"process\": {\"args\": \"sh\"}}", " at process.args, line 1")]
    [InlineData("{\"process\": {\"user\": []}}", " at process.user, line 1")]
    [InlineData("{\"process\": {\"oomScoreAdj\": 1.5}}", " at process.oomScoreAdj, line 1")]
    [InlineData(
        "{\"linux\": {\"sysctl\": {\"a\": \"1\",\n\"a\": \"2\"}}}",
        " at linux.sysctl.a, line 2"
    )]
    [InlineData("{\"x\": 1, // comment\n}", " at x, line 1")]
    [InlineData("{\"vm\": {\"a\": tru}}", " at vm.a, line 1")]
    [InlineData("{\"hostname\": \"a\"", " at hostname, line 1")]
    public void What_the_serializer_refuses_is_refused(string json, string place)
    {
        ContainerException e = Assert.Throws<ContainerException>(() =>
            BundleDirectory.Parse(Encoding.UTF8.GetBytes(json), "config.json")
        );
        Assert.Equal($"config.json: not a valid runtime configuration{place}", e.Message);
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize(json, RuntimeJson.Default.Config)
        );
    }

    [Fact]
    public void State_json_is_read_as_it_was_written()
    {
        ContainerRecord record = new Filler().Make<ContainerRecord>();
        record.Annotations!["quote\" back\\ line\n tab\t del\x7f"] = "\u00e4\ud83d\ude00<&>";
        ContainerRecord? read = RecordJson.Read(RecordJson.Write(record));
        foreach (PropertyInfo property in typeof(ContainerRecord).GetProperties())
        {
            Assert.Equal(property.GetValue(record), property.GetValue(read));
        }
    }

    [Fact]
    public void State_is_what_the_serializer_makes_of_it()
    {
        State state = new Filler().Make<State>();
        State? read = JsonSerializer.Deserialize(StateText.Of(state), RuntimeJson.Default.State);
        foreach (PropertyInfo property in typeof(State).GetProperties())
        {
            Assert.Equal(property.GetValue(state), property.GetValue(read));
        }
    }
}
