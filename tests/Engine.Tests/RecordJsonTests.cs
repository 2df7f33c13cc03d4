using System;
using System.Reflection;
using System.Text;
using System.Text.Json;
using ContainerRt.Engine.Containers;
using ContainerRt.Spec.Json;
using ContainerRt.Spec.Tests;
using Xunit;

namespace ContainerRt.Engine.Tests;

/// <summary>record.json and status.json as crt reads and writes them; the class library's serializer is the witness.</summary>
public sealed class RecordJsonTests
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    [Fact]
    public void A_record_is_written_as_the_serializer_writes_it()
    {
        foreach (ContainerRecord record in new[] { new Filler().Make<ContainerRecord>(), new() })
        {
            Assert.Equal(
                JsonSerializer.Serialize(record, s_options),
                Encoding.UTF8.GetString(RecordJson.Write(record))
            );
        }
    }

    [Fact]
    public void A_record_is_read_as_it_was_written() =>
        AllTheSame(new Filler().Make<ContainerRecord>(), json => RecordJson.Read(json));

    [Fact]
    public void A_status_is_read_as_the_serializer_writes_it() =>
        AllTheSame(new Filler().Make<ContainerStatus>(), json => StatusJson.Read(json));

    [Fact]
    public void A_status_without_times_is_read()
    {
        ContainerStatus? status = StatusJson.Read(
            "{\"status\":\"running\",\"pid\":7,\"exitCode\":0,\"startedAt\":null,\"x\":{}}"u8
        );
        Assert.Equal(new ContainerStatus { Status = "running", Pid = 7 }, status);
        Assert.Equal(new ContainerStatus(), StatusJson.Read("{}"u8));
        Assert.Null(StatusJson.Read("null"u8));
    }

    [Theory]
    [InlineData("{\"status\":null}")]
    [InlineData("{\"status\":7}")]
    [InlineData("{\"pid\":\"7\"}")]
    [InlineData("{\"startedAt\":\"yesterday\"}")]
    [InlineData("{\"startedAt\":\"\\ud800\"}")]
    [InlineData("{\"startedAt\":7}")]
    [InlineData("{\"pid\":1,\"pid\":1}")]
    [InlineData("{")]
    public void A_damaged_status_is_refused(string json) =>
        Assert.Throws<DocumentException>(() => StatusJson.Read(Encoding.UTF8.GetBytes(json)));

    private static void AllTheSame<T>(T value, Func<byte[], T?> read)
    {
        T? again = read(JsonSerializer.SerializeToUtf8Bytes(value, s_options));
        foreach (PropertyInfo property in typeof(T).GetProperties())
        {
            Assert.Equal(property.GetValue(value), property.GetValue(again));
        }
    }
}
