using System;

namespace ContainerRt.Ttrpc;

/// <summary>ttrpc's Response: a status that is left out when all is well, and the payload.</summary>
public sealed record Response(StatusCode Code, string Message, byte[] Payload)
{
    public byte[] Encode()
    {
        ProtoWriter writer = new();
        if (Code != StatusCode.Ok)
        {
            writer.Message(1, new ProtoWriter().Number(1, (ulong)Code).Text(2, Message));
        }
        return writer.Bytes(2, Payload).Written.ToArray();
    }

    public static Response Decode(ReadOnlySpan<byte> message)
    {
        StatusCode code = StatusCode.Ok;
        string text = "";
        byte[] payload = [];
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                payload = reader.Bytes.ToArray();
            }
            else if (reader.Field == 1)
            {
                (code, text) = Status(reader.Bytes);
            }
        }
        return new Response(code, text, payload);
    }

    private static (StatusCode, string) Status(ReadOnlySpan<byte> message)
    {
        StatusCode code = StatusCode.Ok;
        string text = "";
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                code = (StatusCode)reader.Number;
            }
            else if (reader.Field == 2)
            {
                text = reader.Text;
            }
        }
        return (code, text);
    }
}
