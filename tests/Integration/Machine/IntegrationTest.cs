using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using Xunit;

// the snapshot of the machine before and after a test says nothing while another test runs
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace ContainerRt.Integration.Machine;

/// <summary>A test that leaves the machine as it was: a mount, cgroup, process or file too many fails it.</summary>
public abstract class IntegrationTest : IDisposable
{
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(3);

    private readonly Snapshot _before = Snapshot.Take();
    private bool _done;

    protected IntegrationTest()
    {
        Assert.SkipUnless(
            Environment.UserName == "root",
            "needs root: makes namespaces and mounts"
        );
        Folder = Directory.CreateTempSubdirectory("crt-test").FullName;
        // the bundle must be reachable by a container's own users
        File.SetUnixFileMode(
            Folder,
            UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead
                | UnixFileMode.OtherExecute
        );
    }

    protected string Folder { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_done)
        {
            return;
        }
        _done = true;
        string[] left = Settled();
        if (Directory.Exists(Folder) && left.Length == 0)
        {
            Directory.Delete(Folder, recursive: true);
        }
        Assert.True(left.Length == 0, "left behind:\n" + string.Join('\n', left));
    }

    private string[] Settled()
    {
        var clock = Stopwatch.StartNew();
        string[] left;
        do
        {
            left = [.. Snapshot.Take().NewSince(_before)];
            Thread.Sleep(left.Length == 0 ? 0 : 50);
        } while (left.Length > 0 && clock.Elapsed < s_settle);
        return left;
    }
}
