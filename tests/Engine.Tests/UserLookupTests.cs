using System;
using System.IO;
using System.Linq;
using ContainerRt.Engine.Bundles;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Spec.Runtime;
using Xunit;
using Process = System.Diagnostics.Process;

namespace ContainerRt.Engine.Tests;

public sealed class UserLookupTests : IDisposable
{
    private static readonly string[] s_traps =
    [
        "1000",
        "00",
        "+1",
        " 1",
        "0x0",
        "4294967296",
        "-1",
        "2147483648",
        "0000",
        "1e3",
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("crt-user").FullName;

    public UserLookupTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "etc"));
        Write(
            "passwd",
            "root:x:0:0::/root:/bin/sh\nbob:x:1001:1002::/srv/bob:/bin/sh\n"
                + string.Concat(s_traps.Select(t => $"{t}:x:0:0::/:\n"))
        );
        Write("group", "root:x:0:\nwheel:x:10:bob,root\nstaff:x:20:bob\n");
    }

    [Theory]
    [InlineData("", 0, 0, "10")]
    [InlineData("bob", 1001, 1002, "10,20")]
    [InlineData("1001", 1001, 1002, "10,20")]
    [InlineData("bob:wheel", 1001, 10, "")]
    [InlineData("bob:55", 1001, 55, "")]
    [InlineData("77", 77, 0, "")]
    [InlineData("2147483647", 2147483647, 0, "")]
    public void A_user_is_found_by_name_and_by_number(
        string wanted,
        long uid,
        long gid,
        string groups
    )
    {
        User user = Find(wanted);
        Assert.Equal((uid, gid), (user.Uid, user.Gid));
        Assert.Equal(groups, string.Join(',', user.AdditionalGids ?? []));
    }

    // SEC-40. Tried: red when a number that is not plain or out of range falls back to a name; it is found then, with uid 0.
    [Theory]
    [InlineData("1000", true)]
    [InlineData("00", false)]
    [InlineData("+1", false)]
    [InlineData(" 1", false)]
    [InlineData("0x0", false)]
    [InlineData("4294967296", false)]
    [InlineData("-1", false)]
    [InlineData("2147483648", false)]
    [InlineData("1000:0", true)]
    [InlineData("0000", false)]
    [InlineData("1e3", false)]
    public void A_number_is_never_a_name_of_the_images_passwd(string wanted, bool good)
    {
        if (good)
        {
            Assert.Equal(1000u, Find(wanted).Uid);
        }
        else
        {
            Assert.Throws<EngineException>(() => Find(wanted));
        }
    }

    // CVE-2024-9676
    [Fact]
    public void A_passwd_that_is_a_link_out_of_the_root_is_not_followed()
    {
        string outside = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(outside, "eve:x:0:0::/:\n");
        File.Delete(Path.Combine(_root, "etc", "passwd"));
        File.CreateSymbolicLink(Path.Combine(_root, "etc", "passwd"), outside);
        Assert.Throws<EngineException>(() => Find("eve"));
        File.Delete(outside);
    }

    // SEC-94, CVE-2025-4437, CVE-2026-47262: an open of the FIFO would wait for ever, a read of the large one would be long
    [Theory]
    [InlineData("fifo")]
    [InlineData("large")]
    [InlineData("loop")]
    [InlineData("directory")]
    [InlineData("zero")]
    public void A_passwd_that_is_no_small_regular_file_is_refused(string kind)
    {
        string passwd = Path.Combine(_root, "etc", "passwd");
        File.Delete(passwd);
        switch (kind)
        {
            case "fifo":
                using (Process mkfifo = Process.Start("mkfifo", passwd))
                {
                    mkfifo.WaitForExit();
                }
                break;
            case "large":
                Write("passwd", new string('x', 11 << 20) + "\nbob:x:1:1::/:\n");
                break;
            case "loop":
                File.CreateSymbolicLink(passwd, "passwd");
                break;
            case "directory":
                Directory.CreateDirectory(passwd);
                break;
            default:
                File.CreateSymbolicLink(passwd, "/dev/zero");
                break;
        }
        Assert.ThrowsAny<Exception>(() => Find("bob"));
    }

    [Theory]
    [InlineData("nobody-here", "/etc/passwd has no user")]
    [InlineData("bob:nogroup", "/etc/group has no group")]
    public void A_name_that_is_not_there_is_an_error_that_says_where_it_was_sought(
        string wanted,
        string expected
    ) =>
        Assert.Contains(
            expected,
            Assert.Throws<EngineException>(() => Find(wanted)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_user_is_sought_in_what_is_mounted_over_the_files()
    {
        string own = Path.Combine(_root, "own");
        Directory.CreateDirectory(own);
        File.WriteAllText(Path.Combine(own, "passwd"), "eve:x:7:8::/:\n");
        File.WriteAllText(Path.Combine(own, "group"), "");
        Assert.Equal(7u, Find("eve", Bind("/etc", own)).Uid);
        Assert.Equal(7u, Find("eve", Bind("/etc/passwd", own + "/passwd")).Uid);
        Assert.Equal(7u, Find("eve", Bind("/etc", "/"), Bind("/x/../etc/", own)).Uid);
        Assert.Equal(1001u, Find("bob", Bind("/etcetera", own)).Uid);
        Assert.Throws<EngineException>(() => Find("bob", Bind("/etc", own)));
        // the later one covers the earlier
        Assert.Throws<EngineException>(() =>
            Find("eve", Bind("/etc/passwd", own + "/passwd"), Bind("/etc", "/"))
        );
        Mount empty = new()
        {
            Destination = "/etc",
            Type = "tmpfs",
            Source = "tmpfs",
        };
        Assert.Throws<EngineException>(() => Find("bob", empty));
    }

    [Fact]
    public void A_link_out_of_a_mounted_directory_is_not_followed()
    {
        string own = Path.Combine(_root, "own");
        Directory.CreateDirectory(own);
        File.CreateSymbolicLink(Path.Combine(own, "passwd"), Path.Combine(_root, "etc/passwd"));
        Assert.Throws<EngineException>(() => Find("bob", Bind("/etc", own)));
        File.Delete(Path.Combine(own, "passwd"));
        File.CreateSymbolicLink(Path.Combine(own, "passwd"), "../etc/passwd");
        Assert.Throws<EngineException>(() => Find("bob", Bind("/etc", own)));
    }

    private static Mount Bind(string target, string source) =>
        new()
        {
            Destination = target,
            Type = "bind",
            Source = source,
            Options = ["rbind"],
        };

    private User Find(string wanted, params Mount[] mounts)
    {
        using Fd root = HostPath.OpenDirectory(_root).OrThrow("open");
        return UserLookup.Find(new ContainerFiles(root, mounts, "/"), wanted);
    }

    private void Write(string name, string content) =>
        File.WriteAllText(Path.Combine(_root, "etc", name), content);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
