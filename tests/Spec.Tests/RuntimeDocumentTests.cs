using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using ContainerRt.Spec.Json;
using ContainerRt.Spec.Runtime;
using ContainerRt.Spec.Runtime.Json;
using Xunit;

namespace ContainerRt.Spec.Tests;

/// <summary>The runtime-spec documents as crt reads and writes them, and as the serializer does.</summary>
public sealed class RuntimeDocumentTests
{
    [Fact]
    public void Config_json_is_read_as_the_serializer_reads_it() =>
        Witness.ReadsTheSame(RuntimeJson.Default.Config, ConfigReader.Read);

    [Fact]
    public void A_process_is_read_as_the_serializer_reads_it() =>
        Witness.ReadsTheSame(RuntimeJson.Default.Process, ProcessReader.Read);

    [Fact]
    public void Config_json_is_written_as_the_serializer_writes_it() =>
        Witness.WritesTheSame(RuntimeJson.Default.Config, ConfigWriter.Write);

    [Fact]
    public void A_process_is_written_as_the_serializer_writes_it() =>
        Witness.WritesTheSame(RuntimeJson.Default.Process, ProcessWriter.Write);

    [Fact]
    public void Features_are_written_as_the_serializer_writes_them() =>
        Witness.WritesTheSame(RuntimeJson.Default.Features, FeaturesWriter.Write);

    [Fact]
    public void A_list_of_states_is_what_the_serializer_writes_on_one_line()
    {
        List<State> states = [new Filler().Make<State>(), new State()];
        using JsonDocument want = JsonDocument.Parse(
            JsonSerializer.Serialize(states, RuntimeJson.Default.ListState)
        );
        Assert.Equal(
            Compact(want.RootElement),
            Encoding.UTF8.GetString(StateListWriter.Write(states))
        );
        Assert.Equal("[]", Encoding.UTF8.GetString(StateListWriter.Write([])));
    }

    [Theory]
    [InlineData("{\"hooks\":{\"prestart\":[null]}}")]
    [InlineData("{\"hooks\":{\"prestart\":null}}")]
    [InlineData("{\"mounts\":[null]}")]
    [InlineData("{\"vm\":null}")]
    [InlineData("{\"annotations\":{\"a\":null}}")]
    [InlineData("{\"linux\":{\"resources\":{\"memory\":{\"limit\":-9223372036854775808}}}}")]
    [InlineData("{\"process\":{\"rlimits\":[{\"soft\":18446744073709551615}]}}")]
    public void What_is_read_can_be_written(string json)
    {
        Config read = ConfigReader.Read(Encoding.UTF8.GetBytes(json))!;
        Assert.Equal(
            JsonSerializer.Serialize(
                JsonSerializer.Deserialize(json, RuntimeJson.Default.Config),
                RuntimeJson.Default.Config
            ),
            Encoding.UTF8.GetString(ConfigWriter.Write(read))
        );
    }

    [Fact]
    public void A_message_names_what_is_wrong_and_where()
    {
        DocumentException e = Assert.Throws<DocumentException>(() =>
            ConfigReader.Read("{\"mounts\": [\n{\"type\": 5}]}"u8)
        );
        Assert.Equal("the value is of another type at mounts[0].type, line 2", e.Message);
    }

    private static string Compact(JsonElement element)
    {
        using System.IO.MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            element.WriteTo(writer);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
