using System.Text;
using ContainerRt.Linux.Files;

namespace ContainerRt.Runtime.Store;

/// <summary>Which boot of the machine this is, random(4).</summary>
internal static class BootId
{
    private static string? s_current;

    internal static string Current => s_current ??= Read();

    private static string Read() =>
        Encoding.ASCII.GetString(HostFile.ReadAll("/proc/sys/kernel/random/boot_id", 128)).Trim();
}
