using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.Cli.User;
using ContainerRt.Shim.Stdio;
using Xunit;

namespace ContainerRt.Cli.Tests;

/// <summary>The log of a container as `crt logs` reads it and the supervisor writes it.</summary>
public sealed class LogTests : IDisposable
{
    // lines of about 110 bytes, in files of a megabyte
    private const int Ahead = 12_000;

    private int _read;
    private readonly string _directory = Directory.CreateTempSubdirectory("crt-logs").FullName;

    private string FileName => Path.Combine(_directory, "container.log");

    [Theory]
    [InlineData("1 stdout F a|1 stdout F b", "a\nb\n")]
    [InlineData("1 stdout P a|2 stdout P b|3 stdout F c|4 stdout P d", "abc\nd")]
    [InlineData("1 stdout F a\rb\rc|1 stdout F \r", "a\rb\rc\n\r\n")]
    [InlineData("1 stdout F |1 stdout P |1 stdout F ", "\n\n")]
    [InlineData("1 stdout F two  blanks ", "two  blanks \n")]
    [InlineData("nonsense||1 stdout X y|1 other F z|1 stdout F a", "a\n")]
    public void Pieces_are_joined_and_every_byte_comes_back(string records, string expected) =>
        Assert.Equal(expected, Shown(records, long.MaxValue));

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "efg")]
    [InlineData(2, "d\nefg")]
    [InlineData(3, "abc\nd\nefg")]
    [InlineData(9, "abc\nd\nefg")]
    public void The_tail_counts_lines_and_not_their_pieces(long tail, string expected) =>
        Assert.Equal(
            expected,
            Shown(
                "1 stdout P a|1 stdout P b|1 stdout F c|1 stdout F d|1 stdout P e|1 stdout P f|1 stdout P g",
                tail
            )
        );

    [Theory]
    [InlineData(1, "E:x\n")]
    [InlineData(2, "O:be\nE:x\n")]
    [InlineData(3, "O:a\nO:be\nE:x\n")]
    public void Lines_of_both_streams_that_are_written_side_by_side_are_kept_apart(
        long tail,
        string expected
    )
    {
        StringBuilder shown = new();
        LogLines lines = new(
            tail,
            (record, begins) =>
                shown.Append(
                    $"{(begins ? record.IsError ? "E:" : "O:" : "")}{Text(record.Text)}{(record.EndsLine ? "\n" : "")}"
                )
        );
        Add(lines, "1 stdout F a|1 stdout P b|1 stderr F x|1 stdout F e");
        lines.EndTail();
        Assert.Equal(
            expected.Replace("\n", "", StringComparison.Ordinal).Order(),
            shown.ToString().Replace("\n", "", StringComparison.Ordinal).Order()
        );
        Assert.Equal(tail, shown.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public void A_line_has_the_time_of_its_first_piece_once()
    {
        List<string> times = [];
        LogLines lines = new(
            long.MaxValue,
            (record, begins) =>
            {
                if (begins)
                {
                    times.Add(Text(record.Time));
                }
            }
        );
        Add(lines, "1 stdout P a|2 stderr F x|3 stdout F b|4 stdout F c");
        Assert.Equal(["1", "2", "4"], times);
    }

    [Fact]
    public void A_record_may_be_cut_anywhere()
    {
        byte[] log = Encoding.UTF8.GetBytes("1 stdout P a\n1 stdout F b\n1 stdout F c\n");
        for (int cut = 0; cut <= log.Length; cut++)
        {
            StringBuilder shown = new();
            LogLines lines = new(
                long.MaxValue,
                (record, _) => shown.Append(Text(record.Text)).Append(record.EndsLine ? "\n" : "")
            );
            lines.Add(log.AsSpan(0, cut));
            lines.Add(log.AsSpan(cut));
            Assert.Equal("ab\nc\n", shown.ToString());
        }
    }

    // what a container writes may look like a record, or like the end of one
    [Fact]
    public void Whatever_a_container_writes_comes_back()
    {
        Random random = new(20261128);
        byte[] alphabet = "\n\n\r \0ab F P stdout stderr 2026-01-01T00:00:00Z"u8.ToArray();
        for (int round = 0; round < 500; round++)
        {
            ArrayBufferWriter<byte> log = new();
            List<byte>[] written =
            [
                [],
                [],
            ];
            for (int piece = 0; piece < 20; piece++)
            {
                int stream = random.Next(2);
                byte[] some = random.GetItems(alphabet, random.Next(30));
                written[stream].AddRange(some);
                ContainerLog.Format(
                    log,
                    DateTime.UnixEpoch,
                    stream == 0 ? "stdout"u8 : "stderr"u8,
                    some
                );
            }
            List<byte>[] read =
            [
                [],
                [],
            ];
            LogLines lines = new(
                long.MaxValue,
                (record, _) =>
                    read[record.IsError ? 1 : 0]
                        .AddRange([.. record.Text, .. record.EndsLine ? "\n"u8 : default])
            );
            lines.Add(log.WrittenSpan);
            Assert.Equal(written[0], read[0]);
            Assert.Equal(written[1], read[1]);
        }
    }

    [Fact]
    public async Task Nothing_is_lost_or_read_twice_while_the_log_is_rotated()
    {
        const int count = 300_000;
        var writing = Task.Run(() => Write(count), TestContext.Current.CancellationToken);
        while (!File.Exists(FileName))
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        LogLines lines = new(
            long.MaxValue,
            (record, _) => Assert.Equal(_read++, int.Parse(Text(record.Text).Split(' ')[0]))
        );
        using LogFiles files = new(FileName);
        for (bool last = false; !last; )
        {
            last = writing.IsCompleted;
            for (ReadOnlySpan<byte> some = files.Read(); some.Length > 0; some = files.Read())
            {
                lines.Add(some);
            }
            Assert.False(files.HasLost);
        }
        await writing;
        Assert.Equal(count, _read);
        Assert.True(File.Exists(FileName + ".2"));
    }

    private void Write(int count)
    {
        string filler = new('x', 60);
        using ContainerLog log = new(FileName, rotateAt: 1 << 20);
        for (int i = 0; i < count; i += 100)
        {
            StringBuilder some = new();
            for (int j = i; j < i + 100; j++)
            {
                _ = some.Append($"{j} {filler}\n");
            }
            // a reader that is three files behind loses one, and says so: this one never is
            while (i - Volatile.Read(ref _read) > Ahead)
            {
                _ = Thread.Yield();
            }
            log.Write("stdout"u8, Encoding.ASCII.GetBytes(some.ToString()));
        }
    }

    [Fact]
    public void A_reader_that_begins_during_a_rotation_gets_every_file_that_is_there_once()
    {
        Put("a.2");
        Put("b.1");
        Put("c");
        using (LogFiles files = new(FileName))
        {
            // two rotations at once: the newest that is open is the oldest that is left
            File.Move(FileName, FileName + ".2", overwrite: true);
            Put("d.1");
            Put("e");
            Assert.Equal("abcde", Texts(files));
            Assert.False(files.HasLost);
        }
        using (LogFiles files = new(FileName))
        {
            Assert.Equal("cde", Texts(files));
            // three: what was between is gone, and that is told
            foreach (string file in (string[])["i", "h.1", "g.2"])
            {
                Put(file);
            }
            Assert.Equal("ghi", Texts(files));
            Assert.True(files.HasLost);
            Assert.False(files.HasLost);
        }
    }

    // a new file in the old one's place
    private void Put(string file)
    {
        File.WriteAllText(FileName + ".new", $"1 stdout F {file[0]}\n");
        File.Move(FileName + ".new", FileName + file[1..], overwrite: true);
    }

    [Fact]
    public void A_log_that_is_not_there_is_an_error() =>
        Assert.Throws<Linux.KernelException>(() => new LogFiles(FileName));

    private static string Texts(LogFiles files)
    {
        StringBuilder texts = new();
        LogLines lines = new(long.MaxValue, (record, _) => texts.Append(Text(record.Text)));
        for (ReadOnlySpan<byte> some = files.Read(); some.Length > 0; some = files.Read())
        {
            lines.Add(some);
        }
        return texts.ToString();
    }

    private static string Shown(string records, long tail)
    {
        StringBuilder shown = new();
        LogLines lines = new(
            tail,
            (record, _) => shown.Append(Text(record.Text)).Append(record.EndsLine ? "\n" : "")
        );
        Add(lines, records);
        lines.EndTail();
        return shown.ToString();
    }

    private static void Add(LogLines lines, string records) =>
        lines.Add(Encoding.UTF8.GetBytes(records.Replace('|', '\n') + "\n"));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
