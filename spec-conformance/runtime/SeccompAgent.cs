using System.IO;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>Stands behind seccomp.listenerPath while a container is created and started.</summary>
/// <remarks>Python, since .NET cannot receive descriptors.</remarks>
internal static class SeccompAgent
{
    private const string Program = """
        import json, os, socket, subprocess, sys
        path, runtime, root, bundle, pid_file, name = sys.argv[1:]
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.bind(path)
        server.listen(4)
        # some load the filter in create, some in start
        run = subprocess.Popen(
            ['sh', '-c', '"$0" --root "$1" create --bundle "$2" --pid-file "$3" "$4" </dev/null >/dev/null 2>"$3.err" && exec "$0" --root "$1" start "$4"',
             runtime, root, bundle, pid_file, name])
        server.settimeout(0.2)
        connection = None
        for _ in range(150):
            try:
                connection, _ = server.accept()
                break
            except TimeoutError:
                if run.poll() not in (None, 0):
                    sys.exit(open(pid_file + '.err').read() + 'create or start failed')
        if connection is None:
            sys.exit('nobody has connected')
        connection.settimeout(20)
        payload, fds, first, closed = b'', [], None, False
        try:
            while not closed:
                piece, new, _, _ = socket.recv_fds(connection, 65536, 8)
                first = len(new) if first is None else first
                fds += new
                payload += piece
                closed = not piece
        except TimeoutError:
            pass
        if run.wait() != 0:
            sys.exit(open(pid_file + '.err').read() + 'create or start failed')
        connections = 1
        try:
            server.accept()
            connections = 2
        except TimeoutError:
            pass
        print(json.dumps({
            'type': socket.SocketKind(connection.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)).name,
            'connections': connections, 'closed': closed, 'fds': len(fds),
            'firstFds': first, 'payload': payload.decode(), 'pidFile': int(open(pid_file).read())}))
        """;

    public static JsonObject Receive(
        TestBundle bundle,
        string socket,
        string stateRoot,
        string pidFile,
        string id
    )
    {
        string script = Path.Combine(bundle.Folder, "agent.py");
        File.WriteAllText(script, Program);
        Outcome outcome = ProgramRun.To(
            "python3",
            [script, socket, Crt.Runtime, stateRoot, bundle.Folder, pidFile, id]
        );
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return JsonNode.Parse(outcome.Output)!.AsObject();
    }
}
