using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Layers;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Plan;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// Names that become paths: of a container, of a mount's target, of a sysctl, of an archive's member. What is accepted
/// stays where it belongs, and what is clean stays as it is; what is shown holds no control character.
/// </summary>
internal sealed class PathsTarget : IFuzzTarget
{
    public string Name => "paths";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
        ["/", "//", ".", "..", "/./", "/../", "net.ipv4.", "net/ipv4/", "kernel.shmmax", "\0", "\x1b[2J", "\xe2\x80\xae", "\xff", "\n", "a", "-", "_", "+", "~"];

    // of five parsers, one after another, and of the class library's own view of the same paths
    public long BytesPerByte => 128;

    public string Run(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        string clean = ContainerPath.Clean(text);
        BrokenPromiseException.Unless(
            clean.StartsWith('/')
                && ContainerPath.Clean(clean) == clean
                && !clean.Contains("//", StringComparison.Ordinal),
            $"\"{clean}\" is not clean"
        );
        string sysctl = SysctlPath.Of(text);
        BrokenPromiseException.Unless(
            !SysctlPath.IsClean(sysctl)
                || System.IO.Path.GetFullPath(sysctl, "/proc/sys") == $"/proc/sys/{sysctl}",
            $"the sysctl \"{sysctl}\" leads elsewhere"
        );
        BrokenPromiseException.Unless(
            !TarEntry.Display(input).Any(c => char.IsControl(c) || IsFormat(c)),
            "a name is shown with characters that control a terminal"
        );
        return $"{Id(text)}{Member(input)}{SysctlPath.IsClean(sysctl)}";
    }

    private static bool IsFormat(char c) =>
        char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format;

    private static string Id(string text)
    {
        try
        {
            string id = ContainerId.Parse(text).Value;
            BrokenPromiseException.Unless(
                System.IO.Path.GetFullPath(id, "/run/crt") == $"/run/crt/{id}",
                $"the container \"{id}\" lives elsewhere"
            );
            return "id";
        }
        catch (ContainerException e)
        {
            return e.Message[..20];
        }
    }

    private static string Member(byte[] name)
    {
        try
        {
            LayerPath path = LayerPath.Clean(name);
            BrokenPromiseException.Unless(
                LayerPath.Clean(path.ToBytes()) == path
                    && (path.IsRoot || path.Parent.Text.Length < path.Text.Length),
                $"'{path.Text}' is not clean"
            );
            return path.IsRoot ? "root" : "member";
        }
        catch (ImageStoreException e)
        {
            return e.Message[^30..];
        }
    }
}
