using System;
using System.Buffers;
using System.IO;
using System.Linq;
using System.Text;
using ContainerRt.Shim.Stdio;
using Xunit;

namespace ContainerRt.Shim.Tests;

public sealed class ContainerLogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("crt-log").FullName;

    [Theory]
    [InlineData("a\n", "T stdout F a\n")]
    [InlineData("a", "T stdout P a\n")]
    [InlineData("a\nb", "T stdout F a\nT stdout P b\n")]
    [InlineData("\n\n", "T stdout F \nT stdout F \n")]
    [InlineData("", "")]
    public void Lines_are_marked_full_and_what_has_no_newline_yet_partial(
        string output,
        string expected
    )
    {
        ArrayBufferWriter<byte> lines = new();
        ContainerLog.Format(
            lines,
            new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            "stdout"u8,
            Encoding.UTF8.GetBytes(output)
        );
        Assert.Equal(
            expected.Replace("T", "2026-01-02T03:04:05.000000000Z"),
            Encoding.UTF8.GetString(lines.WrittenSpan)
        );
    }

    [Fact]
    public void A_log_that_is_full_is_rotated_and_three_files_are_kept()
    {
        string path = Path.Combine(_directory, "log");
        using (ContainerLog log = new(path, rotateAt: 100))
        {
            for (int i = 0; i < 20; i++)
            {
                log.Write("stdout"u8, Encoding.UTF8.GetBytes($"line {i} {new string('x', 60)}\n"));
            }
        }
        Assert.Equal(
            ["log", "log.1", "log.2"],
            Directory.GetFiles(_directory).Select(Path.GetFileName).Order()
        );
        Assert.Contains("line 19", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            new FileInfo(path).UnixFileMode
        );
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
