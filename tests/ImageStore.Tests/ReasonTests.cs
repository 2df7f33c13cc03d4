using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using ContainerRt.Linux;
using Xunit;

namespace ContainerRt.ImageStore.Tests;

/// <summary>The class library's failures in the kernel's words, with the path that its own text holds.</summary>
public sealed class ReasonTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("crt-reason-").FullName;

    private static readonly Dictionary<string, Action<string>> _attempts = new()
    {
        ["missing"] = path => File.ReadAllBytes(path + "/x"),
        ["missing directory"] = path => File.ReadAllBytes(path + "/x/y"),
        ["missing listing"] = path => Directory.GetFiles(path + "/x"),
        ["directory"] = path => File.ReadAllBytes(path),
        ["create over a directory"] = path => File.Create(path).Dispose(),
        ["full"] = _ => File.WriteAllText("/dev/full", "x"),
        ["read-only"] = _ => File.WriteAllText("/proc/version", "x"),
        ["exists"] = path => new FileStream(Made(path), FileMode.CreateNew).Dispose(),
        ["under a file"] = path => Directory.CreateDirectory(Made(path) + "/d"),
        ["link loop"] = path => File.ReadAllBytes(Loop(path)),
        ["too long"] = path => File.ReadAllBytes(path + "/" + new string('x', 300)),
        ["not empty"] = path => Directory.Delete(Path.GetDirectoryName(Made(path))!),
        ["ends early"] = path => File.OpenRead(Made(path)).ReadExactly(new byte[9]),
        ["program"] = path => Process.Start(path + "/x"),
        ["port"] = _ => new TcpClient().Connect("127.0.0.1", 1),
    };

    [Theory]
    [InlineData("missing", "no such file or directory", "/x")]
    [InlineData("missing directory", "no such file or directory", "/x/y")]
    [InlineData("missing listing", "no such file or directory", "/x")]
    [InlineData("directory", "is a directory", "")]
    [InlineData("create over a directory", "is a directory", "")]
    [InlineData("full", "no space left on device", null)]
    [InlineData("read-only", "input/output error|permission denied", null)]
    [InlineData("exists", "file exists", "/made")]
    [InlineData("under a file", "no such file or directory|file exists", null)]
    [InlineData("link loop", "too many levels of symbolic links", "/loop")]
    [InlineData("too long", "file name too long", null)]
    [InlineData("not empty", "directory not empty", "")]
    [InlineData("ends early", "it ends too early", null)]
    [InlineData("program", "no such file or directory", null)]
    [InlineData("port", "connection refused", null)]
    public void A_failure_of_the_class_library_is_told_in_the_kernels_words(
        string attempt,
        string words,
        string? path
    )
    {
        Exception e = Assert.ThrowsAny<Exception>(() => _attempts[attempt](_directory));
        Assert.Contains(Reason.Of(e), words.Split('|'));
        if (path is not null)
        {
            Assert.Equal($"{_directory}{path}: {words}", Reason.WithPath(e));
        }
    }

    [Fact]
    public void A_failure_of_ours_is_told_in_its_own_words() =>
        Assert.Equal(
            "open it: is a directory",
            Reason.WithPath(new KernelException("open it", Errno.EISDIR))
        );

    [Fact]
    public void What_nobody_has_a_number_for_is_an_input_or_output_error() =>
        Assert.Equal(
            ["input/output error", "connection timed out"],
            [Reason.Of(new IOException("Oh.")), Reason.Of(new TimeoutException())]
        );

    private static string Made(string directory)
    {
        File.WriteAllText(directory + "/made", "x");
        return directory + "/made";
    }

    private static string Loop(string directory)
    {
        File.CreateSymbolicLink(directory + "/loop", "loop");
        return directory + "/loop";
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
