using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Ttrpc;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// The messages inside ttrpc frames: requests, responses, the task service's fields. A message or a
/// <see cref="TtrpcException"/> of INVALID_ARGUMENT; what was decoded is the same when encoded and decoded again.
/// </summary>
internal sealed class MessagesTarget : IFuzzTarget
{
    private static readonly string[] _methods = ["Create", "Exec", "Kill", "ResizePty", "Wait"];

    public string Name => "messages";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        "\x0a\x01" + "a", "\x12\x01" + "b", "\x1a\0", "\x18\x01", "\x20\x01", "\x3a\x04\x12\x02{}", "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        "\x09\0\0\0\0\0\0\0\0", "\x0d\0\0\0\0", "\x0b", "\0", "\x0a\xff\xff\xff\xff\x0f", "\x0a\x04\x08\x05\x12\0",
    ];

    // eight decoders, each of which may copy its record for each field of two bytes
    public long BytesPerByte => 1000;

    public string Run(byte[] input)
    {
        string outcome = Try(() =>
        {
            Request request = Request.Decode(input);
            Request again = Request.Decode(request.Encode());
            Same(
                request with
                {
                    Payload = [],
                },
                again with
                {
                    Payload = [],
                },
                request.Payload,
                again.Payload
            );
            return "request";
        });
        outcome += Try(() =>
        {
            Response response = Response.Decode(input);
            Response again = Response.Decode(response.Encode());
            bool ok = response.Code == StatusCode.Ok;
            Same(
                response with
                {
                    Payload = [],
                    Message = ok ? "" : response.Message,
                },
                again with
                {
                    Payload = [],
                },
                response.Payload,
                again.Payload
            );
            return "response" + response.Code;
        });
        return outcome + string.Concat(_methods.Select(method => Try(() => Fields(method, input))));
    }

    private static string Fields(string method, byte[] input)
    {
        TaskFields fields = TaskFields.Decode(method, input);
        TaskFields again = TaskFields.Decode(method, fields.Encode(method));
        Same(
            fields with
            {
                Process = [],
            },
            again with
            {
                Process = [],
            },
            fields.Process,
            again.Process
        );
        return method;
    }

    private static void Same<T>(T first, T second, byte[] firstBytes, byte[] secondBytes)
        where T : class
    {
        // the records hold an empty array each: by reference they differ
        BrokenPromiseException.Unless(
            first.ToString() == second.ToString() && firstBytes.AsSpan().SequenceEqual(secondBytes),
            $"{first} is {second} when it is sent on"
        );
    }

    private static string Try(Func<string> decode)
    {
        try
        {
            return decode();
        }
        catch (TtrpcException e)
        {
            BrokenPromiseException.Unless(
                e.Code == StatusCode.InvalidArgument,
                $"a malformed message is {e.Code}"
            );
            return e.Message;
        }
    }
}
