using System;

namespace ContainerRt.Ttrpc;

/// <summary>
/// A request of containerd.task.v3.Task, all methods in one: which field number holds what depends
/// on the method and is in <see cref="Decode"/> and <see cref="Encode"/>.
/// </summary>
public sealed record TaskFields
{
    public const string Service = "containerd.task.v3.Task";

    public string Id { get; init; } = "";
    public string ExecId { get; init; } = "";
    public string Bundle { get; init; } = "";
    public bool Terminal { get; init; }
    public string Stdin { get; init; } = "";
    public string Stdout { get; init; } = "";
    public string Stderr { get; init; } = "";
    public int Signal { get; init; }
    public bool All { get; init; }
    public int Width { get; init; }
    public int Height { get; init; }

    /// <summary>The value of the Any that holds the process of an exec, as JSON.</summary>
    public byte[] Process { get; init; } = [];

    public byte[] Encode(string method)
    {
        ProtoWriter writer = new ProtoWriter().Text(1, Id);
        switch (method)
        {
            case "Create":
                writer
                    .Text(2, Bundle)
                    .Flag(4, Terminal)
                    .Text(5, Stdin)
                    .Text(6, Stdout)
                    .Text(7, Stderr);
                break;
            case "Exec":
                ProtoWriter any = new ProtoWriter()
                    .Text(1, "types.containerd.io/opencontainers/runtime-spec/1/Process")
                    .Bytes(2, Process);
                writer
                    .Text(2, ExecId)
                    .Flag(3, Terminal)
                    .Text(4, Stdin)
                    .Text(5, Stdout)
                    .Text(6, Stderr)
                    .Message(7, any);
                break;
            case "Kill":
                writer.Text(2, ExecId).Number(3, (ulong)Signal).Flag(4, All);
                break;
            case "ResizePty":
                writer.Text(2, ExecId).Number(3, (ulong)Width).Number(4, (ulong)Height);
                break;
            default:
                writer.Text(2, ExecId);
                break;
        }
        return writer.Written.ToArray();
    }

    public static TaskFields Decode(string method, ReadOnlySpan<byte> message)
    {
        TaskFields fields = new();
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            fields =
                reader.Field == 1
                    ? fields with
                    {
                        Id = reader.Text,
                    }
                    : fields.With(method, ref reader);
        }
        return fields;
    }

    private TaskFields With(string method, ref ProtoReader reader) =>
        (method, reader.Field) switch
        {
            ("Create", 2) => this with { Bundle = reader.Text },
            ("Create", 4) or ("Exec", 3) => this with { Terminal = reader.Number != 0 },
            ("Create", 5) or ("Exec", 4) => this with { Stdin = reader.Text },
            ("Create", 6) or ("Exec", 5) => this with { Stdout = reader.Text },
            ("Create", 7) or ("Exec", 6) => this with { Stderr = reader.Text },
            ("Create", _) => this,
            ("Exec", 7) => this with { Process = AnyValue(reader.Bytes) },
            ("Kill", 3) => this with { Signal = (int)Math.Min(reader.Number, 255) },
            ("Kill", 4) => this with { All = reader.Number != 0 },
            ("ResizePty", 3) => this with { Width = (int)Math.Min(reader.Number, ushort.MaxValue) },
            ("ResizePty", 4) => this with
            {
                Height = (int)Math.Min(reader.Number, ushort.MaxValue),
            },
            (_, 2) => this with { ExecId = reader.Text },
            _ => this,
        };

    private static byte[] AnyValue(ReadOnlySpan<byte> any)
    {
        ProtoReader reader = new(any);
        byte[] value = [];
        while (reader.Next())
        {
            value = reader.Field == 2 ? reader.Bytes.ToArray() : value;
        }
        return value;
    }
}
