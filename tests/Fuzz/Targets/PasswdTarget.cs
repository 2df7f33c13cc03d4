using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.Engine;
using ContainerRt.Engine.Bundles;
using ContainerRt.Fuzz.Driver;
using ContainerRt.Linux;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// An image's passwd and group, and who shall be found in them: first line, then passwd, after "%%" group. A user with ids
/// that fit and an absolute home, or an <see cref="EngineException"/>; a number is never looked up as a name.
/// </summary>
internal sealed class PasswdTarget : IFuzzTarget
{
    private readonly Scratch _scratch = new();
    private readonly Fd _root;

    public PasswdTarget()
    {
        _scratch.Directories("root/etc");
        _root = _scratch.Open("root");
    }

    public string Name => "passwd";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        ":", "\n", "%%\n", ",", "root", "root:x:0:0:root:/root:/bin/sh\n", "wheel:x:10:root,daemon\n", "0", "1000", "2147483648", "4294967295", "-1", "+1", "00", "x",
        ":/home", "::", "\0", "1000:1000\n", ":0\n",
    ];

    public long BytesPerByte => 250;

    public string Run(byte[] input)
    {
        string[] parts = Encoding.Latin1.GetString(input).Split('\n', 2);
        string[] files = (parts.Length > 1 ? parts[1] : "").Split("%%\n", 2);
        byte[] passwd = Encoding.Latin1.GetBytes(files[0]);
        _scratch.Write("root/etc/passwd", passwd);
        _scratch.Write(
            "root/etc/group",
            Encoding.Latin1.GetBytes(files.ElementAtOrDefault(1) ?? "")
        );
        string home = HomeDirectory.Find(Encoding.UTF8.GetString(passwd), 0);
        BrokenPromiseException.Unless(
            home.StartsWith('/') && !home.Contains('\0', StringComparison.Ordinal),
            $"HOME of 0 is \"{home}\""
        );
        try
        {
            string wanted = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(parts[0]));
            User user = UserLookup.Find(new ContainerFiles(_root), wanted);
            Check(user, wanted);
            return $"found{(user.AdditionalGids is { Count: > 0 } ? "more" : "")}{(home == "/" ? "" : "home")}";
        }
        catch (EngineException e)
        {
            return e.Message;
        }
    }

    private static void Check(User user, string wanted)
    {
        BrokenPromiseException.Unless(
            user.Uid <= int.MaxValue
                && user.Gid <= int.MaxValue
                && (user.AdditionalGids ?? []).TrueForAll(gid => gid <= int.MaxValue),
            "an id is larger than the kernel's users"
        );
        string name = wanted.Split(':')[0];
        BrokenPromiseException.Unless(
            name.Length == 0
                || !name.All(char.IsAsciiDigit)
                || name == user.Uid.ToString(System.Globalization.CultureInfo.InvariantCulture),
            $"the number {name} is user {user.Uid}"
        );
    }
}
