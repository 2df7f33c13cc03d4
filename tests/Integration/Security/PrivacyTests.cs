using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Programs;
using ContainerRt.Integration.User;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>What other users of the machine can reach of a running container.</summary>
public sealed class PrivacyTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    private const UnixFileMode Others =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode Group =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    // connects as nobody, through a descriptor of the directory so that no mode of a parent helps
    private const string Stranger = """
        import os, socket, sys
        folder = os.open(os.path.dirname(sys.argv[1]), os.O_PATH)
        os.setgroups([]); os.setgid(65534); os.setuid(65534)
        s = socket.socket(socket.AF_UNIX)
        try:
            s.connect(f'/proc/self/fd/{folder}/' + os.path.basename(sys.argv[1]))
            print('connected')
        except OSError as e:
            print(e.strerror)
        """;

    // SEC-60, CVE-2020-15257. Tried: red with the mode 0777 for sockets.
    [Fact]
    public void The_supervisors_sockets_are_files_that_only_root_can_reach()
    {
        string id = Succeeds("run", "-d", BusyboxStore.Image, "sleep", "100");
        string[] sockets =
        [
            .. Directory.EnumerateFiles(StateRoot, "*.sock", SearchOption.AllDirectories),
        ];
        Assert.True(sockets.Length >= 2, string.Join(' ', sockets));
        foreach (string socket in sockets)
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(socket) & (Others | Group));
            Assert.Equal(
                "Permission denied",
                ProgramRun.To("python3", ["-c", Stranger, socket]).Text
            );
        }
        // an abstract socket would be reachable from every container that shares the host's network
        string[] names = [.. File.ReadLines("/proc/net/unix").Select(x => x.Split(' ')[^1])];
        Assert.Contains(names, x => sockets.Contains(x));
        Assert.DoesNotContain(
            names,
            x => x.StartsWith('@') && x.Contains("crt", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            names,
            x => x.StartsWith('@') && x.Contains(id, StringComparison.Ordinal)
        );
    }

    // SEC-61, CVE-2021-41103, CVE-2024-25621. Tried: red with EnginePaths.MakePrivate at 0755.
    [Fact]
    public void The_directories_of_containers_and_images_are_closed_to_other_users()
    {
        string id = Succeeds("run", "-d", BusyboxStore.Image, "sleep", "100");
        List<string> open = [];
        foreach (string root in (string[])[StateRoot, ImageRoot])
        {
            open.AddRange(Reachable(root));
        }
        Assert.True(open.Count == 0, "an ordinary user can reach:\n" + string.Join('\n', open));
        Assert.NotEmpty(
            Directory.EnumerateFiles(StateRoot, "config.json", SearchOption.AllDirectories)
        );
        _ = Succeeds("rm", "-f", id);
    }

    // what has a door: below a directory without rights for others nothing can be reached
    private static IEnumerable<string> Reachable(string folder)
    {
        if ((File.GetUnixFileMode(folder) & UnixFileMode.OtherExecute) == 0)
        {
            yield break;
        }
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder))
        {
            if (Directory.Exists(entry))
            {
                foreach (string inside in Reachable(entry))
                {
                    yield return inside;
                }
            }
            else if ((File.GetUnixFileMode(entry) & Others) != 0)
            {
                yield return entry;
            }
        }
    }
}
