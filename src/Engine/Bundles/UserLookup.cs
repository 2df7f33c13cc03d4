using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Engine.Bundles;

/// <summary>
/// `USER` of an image and `--user`: numbers are numbers and never names (CVE-2016-3697), a number out of
/// range is an error (CVE-2024-40635), and the files are hostile: read below the root only
/// and with a limit (CVE-2024-9676, CVE-2026-47262).
/// </summary>
public static class UserLookup
{
    private const int MaxFile = 1 << 20;

    public static User Find(ContainerFiles files, string wanted)
    {
        string[] parts = wanted.Split(':', 2);
        string[][] passwd = Table(files, "/etc/passwd");
        string[][] groups = Table(files, "/etc/group");
        string name = parts[0].Length == 0 ? "0" : parts[0];
        uint? number = Number(name, wanted);
        string[]? entry = number is { } uid
            ? passwd.FirstOrDefault(row =>
                row.Length > 3 && row[2] == uid.ToString(CultureInfo.InvariantCulture)
            )
            : passwd.FirstOrDefault(row => row.Length > 3 && row[0] == name)
                ?? throw new EngineException(
                    $"user \"{wanted}\": the container's /etc/passwd has no user \"{name}\""
                );
        User user = new()
        {
            Uid = number ?? Field(entry!, 2, wanted),
            Gid = entry is null ? 0 : Field(entry, 3, wanted),
        };
        if (parts.Length == 2 && parts[1].Length > 0)
        {
            user.Gid = Group(groups, parts[1], wanted);
        }
        else if (entry is not null)
        {
            user.AdditionalGids = Memberships(groups, entry[0], wanted);
        }
        return user;
    }

    private static uint Group(string[][] groups, string name, string wanted) =>
        Number(name, wanted)
        ?? Field(
            groups.FirstOrDefault(row => row.Length > 2 && row[0] == name)
                ?? throw new EngineException(
                    $"user \"{wanted}\": the container's /etc/group has no group \"{name}\""
                ),
            2,
            wanted
        );

    private static List<uint> Memberships(string[][] groups, string user, string wanted) =>
        [
            .. groups
                .Where(row => row.Length > 3 && row[3].Split(',').Contains(user))
                .Select(row => Field(row, 2, wanted))
                .Distinct(),
        ];

    private static uint Field(string[] row, int index, string wanted) =>
        Number(row[index], wanted)
        ?? throw new EngineException(
            $"user \"{wanted}\": the container's files say \"{row[index]}\" where a number has to be"
        );

    /// <summary>Null when it is a name; what is neither is an error.</summary>
    private static uint? Number(string text, string wanted)
    {
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            bool plain = text == "0" || text[0] != '0';
            return
                plain
                && int.TryParse(
                    text,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out int number
                )
                ? (uint)number
                : throw new EngineException(
                    $"user \"{wanted}\": \"{text}\" is not a number from 0 to {int.MaxValue}"
                );
        }
        bool name =
            text.Length > 0
            && (char.IsAsciiLetter(text[0]) || text[0] == '_')
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '$');
        return name
            ? null
            : throw new EngineException(
                $"user \"{wanted}\": \"{text}\" is neither a name nor a number"
            );
    }

    private static string[][] Table(ContainerFiles files, string path)
    {
        byte[] content = files.ReadRegular(path, MaxFile) ?? [];
        return [.. Encoding.UTF8.GetString(content).Split('\n').Select(line => line.Split(':'))];
    }
}
