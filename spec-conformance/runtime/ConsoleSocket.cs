using System.IO;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>Creates and starts a container whose terminal nobody resizes: its master comes through a console socket.</summary>
internal static class ConsoleSocket
{
    private const string Program = """
        import os, socket, subprocess, sys
        runtime, root, bundle, name, path = sys.argv[1:]
        server = socket.socket(socket.AF_UNIX)
        server.bind(path)
        server.listen(1)
        server.settimeout(20)
        create = subprocess.Popen(
            [runtime, '--root', root, 'create', '--bundle', bundle, '--console-socket', path, name],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        connection, _ = server.accept()
        _, fds, _, _ = socket.recv_fds(connection, 4096, 4)
        assert create.wait() == 0
        subprocess.check_call([runtime, '--root', root, 'start', name])
        said = b''
        while True:
            try:
                piece = os.read(fds[0], 4096)
            except OSError:
                break
            if not piece:
                break
            said += piece
        sys.stdout.buffer.write(said.replace(b'\r', b''))
        """;

    public static Outcome Run(TestBundle bundle, string stateRoot, string id)
    {
        string script = Path.Combine(bundle.Folder, "console.py");
        File.WriteAllText(script, Program);
        return ProgramRun.To(
            "python3",
            [
                script,
                Crt.Runtime,
                stateRoot,
                bundle.Folder,
                id,
                Path.Combine(bundle.Folder, "console.sock"),
            ]
        );
    }
}
