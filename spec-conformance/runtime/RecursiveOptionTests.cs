using System.IO;
using ContainerRt.Integration.Programs;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config.md: options for a mount and all below it.</summary>
public sealed class RecursiveOptionTests : OptionTest
{
    [Must("option-ratime")]
    public void Ratime_takes_noatime_from_all() =>
        HaveNot("noatime", BoundTree("noatime", "ratime"));

    [Must("option-rdev")]
    public void Rdev_takes_nodev_from_all() => HaveNot("nodev", BoundTree("nodev", "rdev"));

    [Must("option-rdiratime")]
    public void Rdiratime_takes_nodiratime_from_all() =>
        HaveNot("nodiratime", BoundTree("nodiratime", "rdiratime"));

    [Must("option-rexec")]
    public void Rexec_takes_noexec_from_all() => HaveNot("noexec", BoundTree("noexec", "rexec"));

    [Must("option-rnoatime")]
    public void Rnoatime_sets_noatime_on_all() => Have("noatime", BoundTree("rw", "rnoatime"));

    [Must("option-rnodev")]
    public void Rnodev_sets_nodev_on_all() => Have("nodev", BoundTree("rw", "rnodev"));

    [Must("option-rnodiratime")]
    public void Rnodiratime_sets_nodiratime_on_all() =>
        Have("nodiratime", BoundTree("rw", "rnodiratime"));

    [Must("option-rnoexec")]
    public void Rnoexec_sets_noexec_on_all() => Have("noexec", BoundTree("rw", "rnoexec"));

    [Must("option-rnorelatime")]
    public void Rnorelatime_is_accepted() => Have("rw", BoundTree("rw", "rnorelatime"));

    [Must("option-rnostrictatime")]
    public void Rnostrictatime_sets_relatime_on_all() =>
        Have("relatime", BoundTree("strictatime", "rnostrictatime"));

    [Must("option-rnosuid")]
    public void Rnosuid_sets_nosuid_on_all() => Have("nosuid", BoundTree("rw", "rnosuid"));

    [Must("option-rnosymfollow")]
    public void Rnosymfollow_sets_nosymfollow_on_all() =>
        Have("nosymfollow", BoundTree("rw", "rnosymfollow"));

    [Must("option-rrelatime")]
    public void Rrelatime_sets_relatime_on_all() =>
        Have("relatime", BoundTree("noatime", "rrelatime"));

    [Must("option-rro")]
    public void Rro_sets_ro_on_all() => Have("ro", BoundTree("rw", "rro"));

    [Must("option-rstrictatime")]
    public void Rstrictatime_takes_relatime_from_all() =>
        HaveNot("relatime", BoundTree("relatime", "rstrictatime"));

    [Must("option-rsuid")]
    public void Rsuid_takes_nosuid_from_all() => HaveNot("nosuid", BoundTree("nosuid", "rsuid"));

    [Must("option-rsymfollow")]
    public void Rsymfollow_takes_nosymfollow_from_all() =>
        HaveNot("nosymfollow", BoundTree("nosymfollow", "rsymfollow"));

    [Must("option-rrw")]
    public void Rrw_takes_ro_from_all()
    {
        string tree = Tree();
        foreach (string one in (string[])[Path.Combine(tree, "sub"), tree])
        {
            Succeeds(ProgramRun.To("mount", ["-o", "remount,bind,ro", one]));
        }
        AddMount("/mnt", "none", tree, "rbind", "rrw");
        Assert.Equal("written", Says("touch /mnt/x /mnt/sub/x && echo written"));
    }

    private static void Have(string option, (MountLine Top, MountLine Sub) tree)
    {
        Assert.True(tree.Top.Has(option), tree.Top.ToString());
        Assert.True(tree.Sub.Has(option), tree.Sub.ToString());
    }

    private static void HaveNot(string option, (MountLine Top, MountLine Sub) tree)
    {
        Assert.False(tree.Top.Has(option), tree.Top.ToString());
        Assert.False(tree.Sub.Has(option), tree.Sub.ToString());
    }
}
