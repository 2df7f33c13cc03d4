using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.Runtime.Plan;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// mounts[].options, one a line. Nothing is refused here; every word is either known or the file system's, in its order;
/// of `ro` and `rw` the last one counts.
/// </summary>
internal sealed class MountOptionsTarget : IFuzzTarget
{
    public string Name => "mountoptions";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        "\n", "ro\n", "rw\n", "rro\n", "rrw\n", "bind\n", "rbind\n", "nosuid\n", "suid\n", "nodev\n", "noexec\n", "noatime\n", "relatime\n", "strictatime\n",
        "private\n", "rslave\n", "shared\n", "unbindable\n", "size=65536k\n", "mode=755\n", "=\n", "a=b=c\n", "idmap\n", "ridmap\n", "tmpcopyup\n", "defaults\n",
        "remount\n", "lowerdir=/a:/b\n", "\0",
    ];

    public string Run(byte[] input)
    {
        string[] words = Encoding.UTF8.GetString(input).Split('\n');
        MountOptions options = MountOptions.Parse(words);
        string[] own = [.. words.Where(word => IsKnown(word) is false)];
        int named = options.Data.Count + (options.Unsupported is null ? 0 : 1);
        BrokenPromiseException.Unless(
            options.Data.Count <= own.Length,
            "there are more options of the file system than were given"
        );
        BrokenPromiseException.Unless(
            InOrder(options, own),
            "options of the file system are not those given, in their order"
        );
        string? last = words.LastOrDefault(word => word is "ro" or "rw");
        BrokenPromiseException.Unless(
            last is null || options.Readonly == (last == "ro"),
            "of ro and rw it is not the last one that counts"
        );
        _ = options.BindChanges();
        _ = options.FilesystemChanges();
        return $"{(char)('a' + Math.Min(named, 20))}{(options.Bind ? "bind" : "")}";
    }

    private static bool? IsKnown(string word) =>
        MountOptionTable.Find(word) is not null ? true
        : word.Length == 0 ? null
        : false;

    private static bool InOrder(MountOptions options, string[] own)
    {
        int at = 0;
        foreach ((string key, string? value) in options.Data)
        {
            string text = value is null ? key : $"{key}={value}";
            at = Array.IndexOf(own, text, at);
            if (at < 0)
            {
                return false;
            }
            at++;
        }
        return true;
    }
}
