using System.IO;
using System.Linq;
using ContainerRt.Integration.Programs;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>Mounts that are looked at through the container's mountinfo.</summary>
public abstract class OptionTest : RuntimeTest
{
    private string? _mounted;

    /// <summary>A directory of the host that is a shared tmpfs and has another one at `sub`.</summary>
    protected string Tree(string options = "rw")
    {
        _mounted = Directory.CreateDirectory(Path.Combine(Folder, "tree")).FullName;
        HostMount("-o", options, _mounted);
        string sub = Directory.CreateDirectory(Path.Combine(_mounted, "sub")).FullName;
        HostMount("-o", options, sub);
        Succeeds(ProgramRun.To("mount", ["--make-rshared", _mounted]));
        File.WriteAllText(Path.Combine(sub, "file"), "of the submount\n");
        return _mounted;
    }

    /// <summary>A new tmpfs at /mnt with these options.</summary>
    protected MountLine New(params string[] options)
    {
        AddMount("/mnt", "tmpfs", "tmpfs", options);
        return Line("/mnt", Says("cat /proc/self/mountinfo"));
    }

    /// <summary>A directory of the host at /mnt with these options beside bind.</summary>
    protected MountLine Bound(params string[] options)
    {
        AddMount("/mnt", "none", Source(), ["bind", .. options]);
        return Line("/mnt", Says("cat /proc/self/mountinfo"));
    }

    /// <summary>A tree of mounts at /mnt with these options beside rbind: its top and what is below it.</summary>
    protected (MountLine Top, MountLine Sub) BoundTree(string hostOptions, params string[] options)
    {
        AddMount("/mnt", "none", Tree(hostOptions), ["rbind", .. options]);
        string mounts = Says("cat /proc/self/mountinfo");
        return (Line("/mnt", mounts), Line("/mnt/sub", mounts));
    }

    protected static MountLine Line(string destination, string mounts)
    {
        string line = mounts.Split('\n').Last(x => x.Split(' ')[4] == destination);
        string[] halves = line.Split(" - ");
        string[] first = halves[0].Split(' ');
        return new MountLine(
            [.. first[5].Split(',')],
            [.. first[6..]],
            [.. halves[1].Split(' ')[2].Split(',')]
        );
    }

    protected override void Dispose(bool disposing)
    {
        if (_mounted is not null)
        {
            _ = ProgramRun.To("umount", ["--recursive", "--lazy", _mounted]);
            _mounted = null;
        }
        base.Dispose(disposing);
    }

    private static void HostMount(params string[] arguments) =>
        Succeeds(
            ProgramRun.To("mount", ["-t", "tmpfs", .. arguments[..^1], "tmpfs", arguments[^1]])
        );
}
