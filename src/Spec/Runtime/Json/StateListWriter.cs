using System.Buffers;
using System.Collections.Generic;
using System.Text.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Runtime.Json;

/// <summary>What `list --format json` prints: an array of runtime.md#state on one line, as callers read line by line.</summary>
public static class StateListWriter
{
    public static byte[] Write(IReadOnlyCollection<State> states)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartArray();
            foreach (State state in states)
            {
                json.WriteStartObject();
                Members(json, state);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Members(Utf8JsonWriter json, State state)
    {
        json.Text("ociVersion"u8, state.OciVersion);
        json.Text("id"u8, state.Id);
        json.Number("pid"u8, state.Pid);
        json.Text("status"u8, state.Status);
        json.Text("bundle"u8, state.Bundle);
        json.Text("rootfs"u8, state.Rootfs);
        json.Text("created"u8, state.Created);
        json.Map("annotations"u8, state.Annotations);
        json.Text("owner"u8, state.Owner);
    }
}
