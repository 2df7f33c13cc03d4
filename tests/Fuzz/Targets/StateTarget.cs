using System.Collections.Generic;
using ContainerRt.Fuzz.Driver;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Store;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// state.json of a container: a record with every text in it, or a <see cref="ContainerException"/> that says how to get rid
/// of it. A record survives being saved.
/// </summary>
internal sealed class StateTarget : IFuzzTarget
{
    private readonly Scratch _scratch = new();
    private readonly ContainerStore _store;
    private readonly ContainerStore _copies;

    public StateTarget()
    {
        _store = new ContainerStore(_scratch.Directories("state"));
        _copies = new ContainerStore(_scratch.Directories("copies"));
        _scratch.Directories("state/id");
        _scratch.Directories("copies/id");
    }

    public string Name => "state";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        .. Vocabulary.Json, "\"version\":", "\"id\":", "\"id\":null", "\"pid\":", "\"pid\":1", "\"startTime\":", "\"bootId\":", "\"bundle\":", "\"cgroupPath\":null",
        "\"annotations\":", "\"stepCount\":", "\"ociVersion\":",
    ];

    public string Run(byte[] input)
    {
        _scratch.Write("state/id/state.json", input);
        ContainerId id = ContainerId.Parse("id");
        try
        {
            if (_store.TryLoad(id) is not { } record)
            {
                return "none";
            }
            // csharpier-ignore
            string?[] texts =
            [
                record.Id, record.OciVersion, record.BootId, record.Bundle, record.Rootfs, record.Created, record.CgroupRoot, record.CgroupPath,
            ];
            BrokenPromiseException.Unless(
                System.Array.TrueForAll(texts, text => text is not null),
                "a record holds null where it says text"
            );
            bool alive = ContainerStatus.IsAlive(record);
            record.Id = "id";
            _copies.Save(record);
            BrokenPromiseException.Unless(
                _copies.Load(id).Bundle == record.Bundle,
                "a record that was saved is another one"
            );
            return alive ? "alive" : "dead";
        }
        catch (ContainerException e)
        {
            return e.Message;
        }
    }
}
