using System;
using ContainerRt.Ttrpc;
using CsCheck;
using Xunit;

namespace ContainerRt.Shim.Tests;

public sealed class TaskFieldsTests
{
    [Fact]
    public void The_bytes_of_a_request_are_those_that_containerd_sends()
    {
        // captured: 0a 17 "containerd.task.v3.Task" 12 06 "Create" 1a ...
        byte[] request = new Request(TaskFields.Service, "Create", [1]).Encode();
        Assert.Equal(
            "0A17636F6E7461696E6572642E7461736B2E76332E5461736B12064372656174651A0101",
            Convert.ToHexString(request)
        );
    }

    [Theory]
    [InlineData("Create")]
    [InlineData("Exec")]
    [InlineData("Kill")]
    [InlineData("ResizePty")]
    [InlineData("Wait")]
    public void What_is_encoded_is_decoded(string method)
    {
        TaskFields fields = new() { Id = "a", ExecId = method == "Create" ? "" : "b" };
        fields = method switch
        {
            "Create" => fields with
            {
                Bundle = "/b",
                Terminal = true,
                Stdin = "i",
                Stdout = "o",
                Stderr = "e",
            },
            "Exec" => fields with { Terminal = true, Stdin = "i", Stdout = "o", Stderr = "e" },
            "Kill" => fields with { Signal = 15, All = true },
            "ResizePty" => fields with { Width = 80, Height = 25 },
            _ => fields,
        };
        TaskFields read = TaskFields.Decode(method, fields.Encode(method));
        Assert.Equal(fields with { Process = [] }, read with { Process = fields.Process });
    }

    [Fact]
    public void Any_bytes_are_a_message_or_a_malformed_one() =>
        Gen
            .Byte.Array[0, 200]
            .Sample(bytes =>
            {
                try
                {
                    _ = Request.Decode(bytes);
                    _ = Response.Decode(bytes);
                    _ = TaskFields.Decode("Exec", bytes);
                }
                catch (TtrpcException e)
                {
                    Assert.Equal(StatusCode.InvalidArgument, e.Code);
                }
            });

    [Fact]
    public void An_attach_frame_over_its_limit_is_refused_before_anything_is_stored()
    {
        Assert.Throws<TtrpcException>(() =>
        {
            ReadOnlySpan<byte> input = [2, 0xff, 0xff, 0xff, 0xff];
            _ = AttachFrame.TryTake(ref input, out _);
        });
    }
}
