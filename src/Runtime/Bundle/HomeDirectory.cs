using System.Globalization;
using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle;

/// <summary>HOME by the container's own passwd, which may be anything (CVE-2024-9676).</summary>
internal static class HomeDirectory
{
    private const int LongestPasswd = 1024 * 1024;
    private const string Fallback = "/";

    internal static string Of(ContainerFiles files, uint uid)
    {
        byte[]? passwd = files.ReadRegular("/etc/passwd", LongestPasswd);
        return passwd is null ? Fallback : Find(Encoding.UTF8.GetString(passwd), uid);
    }

    /// <summary>Of a container that is not there yet.</summary>
    internal static string Of(string rootfs, Config config, string bundle)
    {
        const int flags = FileConstants.O_PATH | FileConstants.O_DIRECTORY;
        SysResult<Fd> opened = HostFile.Open(rootfs, flags);
        if (opened.Failed)
        {
            return Fallback;
        }
        using Fd root = opened.Value;
        ContainerFiles files = new(root, config.Mounts ?? [], bundle);
        return Of(files, config.Process?.User?.Uid ?? 0);
    }

    internal static string Find(string passwd, uint uid)
    {
        foreach (string line in passwd.Split('\n'))
        {
            string[] fields = line.Split(':');
            bool match =
                fields.Length >= 6
                && uint.TryParse(
                    fields[2],
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out uint id
                )
                && id == uid;
            if (match)
            {
                return
                    fields[5].StartsWith('/')
                    && !fields[5].Contains('\0', System.StringComparison.Ordinal)
                    ? fields[5]
                    : Fallback;
            }
        }
        return Fallback;
    }
}
