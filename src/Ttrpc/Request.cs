using System;

namespace ContainerRt.Ttrpc;

/// <summary>ttrpc's Request.</summary>
public sealed record Request(string Service, string Method, byte[] Payload)
{
    public byte[] Encode() =>
        new ProtoWriter().Text(1, Service).Text(2, Method).Bytes(3, Payload).Written.ToArray();

    public static Request Decode(ReadOnlySpan<byte> message)
    {
        string service = "";
        string method = "";
        byte[] payload = [];
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    service = reader.Text;
                    break;
                case 2:
                    method = reader.Text;
                    break;
                case 3:
                    payload = reader.Bytes.ToArray();
                    break;
            }
        }
        return new Request(service, method, payload);
    }
}
