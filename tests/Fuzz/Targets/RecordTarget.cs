using System.Collections.Generic;
using System.Linq;
using ContainerRt.Engine.Containers;
using ContainerRt.Fuzz.Driver;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// record.json and status.json of a user's container. A damaged record is no container, a damaged status one that is dead:
/// neither keeps the others from being listed.
/// </summary>
internal sealed class RecordTarget : IFuzzTarget
{
    private readonly Scratch _scratch = new();
    private readonly ContainerStore _store;

    public RecordTarget()
    {
        _scratch.Directories("containers/abc");
        _store = new ContainerStore(new EnginePaths(_scratch.Top));
    }

    public string Name => "record";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        .. Vocabulary.Json, "\"id\":\"abc\"", "\"name\":", "\"name\":null", "\"created\":", "\"2026-01-01T00:00:00Z\"", "\"command\":", "\"command\":null", "\"labels\":", "\"labels\":null",
        "\"layers\":", "\"status\":", "\"status\":\"running\"", "\"status\":null", "\"pid\":", "\"exitCode\":", "\"exitedAt\":",
    ];

    public long BytesPerByte => 200;

    public string Run(byte[] input)
    {
        _scratch.Write("containers/abc/record.json", input);
        _scratch.Write("containers/abc/status.json", input);
        ContainerRecord? record = _store.List().SingleOrDefault();
        ContainerStatus status = _store.StatusOf(new ContainerRecord { Id = "abc" });
        BrokenPromiseException.Unless(
            status.Status is not null
                && (
                    record is null
                    || (
                        record.Id is not null
                        && record.Name is not null
                        && record.Image is not null
                        && record.Command is not null
                        && record.Labels is not null
                        && record.Layers is not null
                    )
                ),
            "a record holds null where it says something"
        );
        return $"{(record is null ? "none" : "record")}{status.Status}";
    }
}
