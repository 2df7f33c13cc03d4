using ContainerRt.Engine.Containers;
using ContainerRt.Engine.Supervision;
using ContainerRt.Linux;
using ContainerRt.Ttrpc;

namespace ContainerRt.Cli.User;

/// <summary>Starts a container that exists and, if wanted, stays with it to its end.</summary>
internal static class StartedContainer
{
    private const int RemovalMilliseconds = 10_000;

    public static int Run(
        ContainerStore store,
        Lifecycle lifecycle,
        ContainerRecord record,
        bool attach,
        bool passSignals
    )
    {
        using TtrpcClient client = lifecycle.Prepare(record);
        TaskFields fields = new() { Id = record.Id };
        if (!attach)
        {
            _ = client.Call("Start", fields);
            Output.Line(record.Id);
            return 0;
        }
        // attached before the start: not a byte is missed
        using Fd socket = lifecycle.Shims.ConnectAttach(record);
        using AttachSession session = new(socket, record.Terminal, record.Interactive);
        session.Greet("");
        if (passSignals)
        {
            session.PassSignals(client, fields);
        }
        _ = client.Call("Start", fields);
        SessionEnd end = session.Stay();
        if (!end.Exited)
        {
            return end.Code;
        }
        _ = store.WaitForSupervisor(record, RemovalMilliseconds);
        if (record.AutoRemove)
        {
            lifecycle.Remove(record, force: true);
        }
        return end.Code;
    }
}
