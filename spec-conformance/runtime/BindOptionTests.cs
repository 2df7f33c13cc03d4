using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config.md: bind mounts and their propagation.</summary>
public sealed class BindOptionTests : OptionTest
{
    [Must("option-bind")]
    public void Bind_mounts_a_directory_alone()
    {
        AddMount("/mnt", "none", Tree(), "bind");
        Assert.Equal("sub\n0", Says("ls /mnt; ls /mnt/sub | wc -l"));
    }

    [Must("option-rbind")]
    public void Rbind_mounts_a_directory_with_what_is_below()
    {
        AddMount("/mnt", "none", Tree(), "rbind");
        Assert.Equal("of the submount", Says("cat /mnt/sub/file"));
    }

    [Must("option-private")]
    public void Private_leaves_the_peer_group()
    {
        (MountLine top, _) = BoundTree("rw", "private");
        Assert.Empty(top.Propagation);
    }

    [Must("option-rprivate")]
    public void Rprivate_leaves_the_peer_groups()
    {
        (MountLine top, MountLine sub) = BoundTree("rw", "rprivate");
        Assert.Empty(top.Propagation);
        Assert.Empty(sub.Propagation);
    }

    [Must("option-shared")]
    public void Shared_makes_a_mount_shared()
    {
        (MountLine top, _) = BoundTree("rw", "shared");
        Assert.True(top.Propagates("shared:"), top.ToString());
    }

    [Must("option-rshared")]
    public void Rshared_makes_mounts_shared()
    {
        (MountLine top, MountLine sub) = BoundTree("rw", "rshared");
        Assert.True(top.Propagates("shared:"), top.ToString());
        Assert.True(sub.Propagates("shared:"), sub.ToString());
    }

    [Must("option-slave")]
    public void Slave_makes_a_mount_a_slave()
    {
        (MountLine top, _) = BoundTree("rw", "slave");
        Assert.True(top.Propagates("master:") && !top.Propagates("shared:"), top.ToString());
    }

    [Must("option-rslave")]
    public void Rslave_makes_mounts_slaves()
    {
        (MountLine top, MountLine sub) = BoundTree("rw", "rslave");
        Assert.True(top.Propagates("master:") && !top.Propagates("shared:"), top.ToString());
        Assert.True(sub.Propagates("master:") && !sub.Propagates("shared:"), sub.ToString());
    }

    [Must("option-unbindable")]
    public void Unbindable_makes_a_mount_unbindable()
    {
        (MountLine top, _) = BoundTree("rw", "unbindable");
        Assert.True(top.Propagates("unbindable"), top.ToString());
    }

    [Must("option-runbindable")]
    public void Runbindable_makes_mounts_unbindable()
    {
        (MountLine top, MountLine sub) = BoundTree("rw", "runbindable");
        Assert.True(top.Propagates("unbindable"), top.ToString());
        Assert.True(sub.Propagates("unbindable"), sub.ToString());
    }

    [Must("option-ridmap")]
    public void Ridmap_maps_owners_of_a_tree()
    {
        AddMount("/mnt", "none", Tree(), "rbind", "ridmap");
        Bundle.Mounts[^1]!["uidMappings"] = MountTests.Mapping(1000);
        Bundle.Mounts[^1]!["gidMappings"] = MountTests.Mapping(2000);
        Assert.Equal("1000:2000", Says("stat -c %u:%g /mnt/sub/file"));
    }
}
