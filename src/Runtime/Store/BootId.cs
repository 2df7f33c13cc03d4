using System.Text;
using ContainerRt.Linux.Files;

namespace ContainerRt.Runtime.Store;

/// <summary>Which boot of the machine this is, random(4).</summary>
internal static class BootId
{
    internal static string Current { get; } =
        Encoding.ASCII.GetString(HostFile.ReadAll("/proc/sys/kernel/random/boot_id", 128)).Trim();
}
