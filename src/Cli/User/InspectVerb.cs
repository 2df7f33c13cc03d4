using System.Buffers;
using System.Text;
using System.Text.Json;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine;
using ContainerRt.Engine.Containers;
using ContainerRt.ImageStore.Images;

namespace ContainerRt.Cli.User;

/// <summary>`crt inspect`: docker's shape, as far as crt has the fields.</summary>
internal static class InspectVerb
{
    public static UserVerb Verb { get; } =
        new(
            new VerbSyntax(
                "inspect",
                "CONTAINER|IMAGE...",
                "Show all about containers and images as JSON.",
                []
            )
            {
                Least = 1,
                NotYet = ["format", "f"],
            },
            Run
        );

    private static int Run(ParsedArguments arguments, ContainerStore store)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (string name in arguments.Positionals)
            {
                // as docker: of two with one name the container
                if (store.Find(name) is { } record)
                {
                    Write(json, record, store.StatusOf(record), store.Paths.Of(record.Id));
                }
                else
                {
                    ImageInspection.Write(json, NeedImage(name));
                }
            }
            json.WriteEndArray();
        }
        Output.Line(Encoding.UTF8.GetString(buffer.WrittenSpan));
        return 0;
    }

    private static StoredImage NeedImage(string name) =>
        ContainerMaker.FindImage(name)
        ?? throw new EngineException($"no such container or image: {name}", 1);

    private static void Write(
        Utf8JsonWriter json,
        ContainerRecord record,
        ContainerStatus status,
        string directory
    )
    {
        json.WriteStartObject();
        json.WriteString("Id", record.Id);
        json.WriteString("Name", record.Name);
        json.WriteString("Created", record.Created);
        json.WriteString("Image", record.ImageId);
        json.WriteString("ImageName", record.Image);
        json.WriteString("LogPath", directory + "/container.log");
        json.WriteString("Bundle", directory + "/bundle");
        json.WriteStartObject("State");
        json.WriteString("Status", status.Status);
        json.WriteBoolean("Running", status.Running);
        json.WriteNumber("Pid", status.Running ? status.Pid : 0);
        json.WriteNumber("ExitCode", status.ExitCode);
        json.WriteBoolean("OOMKilled", status.OomKilled);
        json.WriteString("StartedAt", status.StartedAt?.ToString("O") ?? "");
        json.WriteString("FinishedAt", status.ExitedAt?.ToString("O") ?? "");
        json.WriteEndObject();
        json.WriteStartObject("Config");
        json.WriteBoolean("Tty", record.Terminal);
        json.WriteBoolean("OpenStdin", record.Interactive);
        json.WriteStartArray("Cmd");
        record.Command.ForEach(json.WriteStringValue);
        json.WriteEndArray();
        json.WriteStartObject("Labels");
        foreach ((string key, string value) in record.Labels)
        {
            json.WriteString(key, value);
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
