using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config.md: the options of one mount.</summary>
public sealed class MountOptionTests : OptionTest
{
    [Must("option-async")]
    public void Async_leaves_writes_asynchronous() =>
        Assert.DoesNotContain("sync", New("sync", "async").Super);

    [Must("option-atime")]
    public void Atime_takes_noatime_back() => HasNot("noatime", New("noatime", "atime"));

    [Must("option-defaults")]
    public void Defaults_changes_nothing()
    {
        MountLine with = New("defaults");
        Bundle.Mounts.RemoveAt(Bundle.Mounts.Count - 1);
        MountLine without = New();
        Assert.Equal(without.Options, with.Options);
    }

    [Must("option-dev")]
    public void Dev_takes_nodev_back() => HasNot("nodev", New("nodev", "dev"));

    [Must("option-diratime")]
    public void Diratime_takes_nodiratime_back() =>
        HasNot("nodiratime", New("nodiratime", "diratime"));

    [Must("option-dirsync")]
    public void Dirsync_makes_directory_updates_synchronous() =>
        Assert.Contains("dirsync", New("dirsync").Super);

    [Must("option-exec")]
    public void Exec_takes_noexec_back() => HasNot("noexec", New("noexec", "exec"));

    [Must("option-iversion")]
    public void Iversion_is_accepted() => Has("rw", New("iversion"));

    [Must("option-noiversion")]
    public void Noiversion_is_accepted() => Has("rw", New("noiversion"));

    [Must("option-lazytime")]
    public void Lazytime_keeps_times_in_memory() =>
        Assert.Contains("lazytime", New("lazytime").Super);

    [Must("option-nolazytime")]
    public void Nolazytime_takes_lazytime_back() =>
        Assert.DoesNotContain("lazytime", New("lazytime", "nolazytime").Super);

    [Must("option-loud")]
    public void Loud_is_accepted() => Has("rw", New("loud"));

    [Must("option-silent")]
    public void Silent_is_accepted() => Has("rw", New("silent"));

    [Must("option-noatime")]
    public void Noatime_stops_access_times() => Has("noatime", New("noatime"));

    [Must("option-nodev")]
    public void Nodev_makes_device_files_useless() => Has("nodev", New("nodev"));

    [Must("option-nodiratime")]
    public void Nodiratime_stops_access_times_of_directories() =>
        Has("nodiratime", New("nodiratime"));

    [Must("option-noexec")]
    public void Noexec_forbids_execution()
    {
        Has("noexec", New("noexec"));
        Assert.Equal(
            "refused",
            Says("cp /bin/busybox /mnt/true; /mnt/true 2>/dev/null || echo refused")
        );
    }

    // relative times are the kernel's default: there is nothing to see but that it is no error
    [Must("option-norelatime")]
    public void Norelatime_is_accepted() => Has("rw", New("norelatime"));

    [Must("option-nostrictatime")]
    public void Nostrictatime_takes_strictatime_back() =>
        Has("relatime", New("strictatime", "nostrictatime"));

    [Must("option-nosuid")]
    public void Nosuid_ignores_bits() => Has("nosuid", New("nosuid"));

    [Must("option-relatime")]
    public void Relatime_sets_relative_access_times() => Has("relatime", New("relatime"));

    [Must("option-remount")]
    public void Remount_changes_the_options()
    {
        AddMount("/mnt", "tmpfs", "tmpfs", "rw");
        Has("ro", New("remount", "ro"));
    }

    [Must("option-ro")]
    public void Ro_makes_a_mount_readonly()
    {
        Has("ro", New("ro"));
        Assert.Equal("refused", Says("touch /mnt/x 2>/dev/null || echo refused"));
    }

    [Must("option-rw")]
    public void Rw_takes_ro_back() => Has("rw", New("ro", "rw"));

    [Must("option-strictatime")]
    public void Strictatime_always_updates_access_times()
    {
        MountLine line = New("strictatime");
        HasNot("relatime", line);
        HasNot("noatime", line);
    }

    [Must("option-suid")]
    public void Suid_takes_nosuid_back() => HasNot("nosuid", New("nosuid", "suid"));

    [Must("option-sync")]
    public void Sync_makes_writes_synchronous() => Assert.Contains("sync", New("sync").Super);

    [Must("option-nosymfollow")]
    public void Nosymfollow_stops_symlinks() => Has("nosymfollow", New("nosymfollow"));

    [Must("option-symfollow")]
    public void Symfollow_takes_nosymfollow_back() =>
        HasNot("nosymfollow", New("nosymfollow", "symfollow"));

    private static void Has(string option, MountLine line) =>
        Assert.True(line.Has(option), line.ToString());

    private static void HasNot(string option, MountLine line) =>
        Assert.False(line.Has(option), line.ToString());
}
