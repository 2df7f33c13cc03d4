using System.Collections.Generic;
using System.Linq;
using ContainerRt.Init;
using ContainerRt.Linux.Native;
using ContainerRt.Runtime.Plan;
using Xunit;
using static ContainerRt.Linux.Native.MountApi;

namespace ContainerRt.Runtime.Tests.Plan;

public sealed class MountOptionsTests
{
    [Theory]
    [InlineData("ro", MOUNT_ATTR_RDONLY, 0)]
    [InlineData("rw", 0, MOUNT_ATTR_RDONLY)]
    [InlineData("nosuid", MOUNT_ATTR_NOSUID, 0)]
    [InlineData("suid", 0, MOUNT_ATTR_NOSUID)]
    [InlineData("nodev", MOUNT_ATTR_NODEV, 0)]
    [InlineData("dev", 0, MOUNT_ATTR_NODEV)]
    [InlineData("noexec", MOUNT_ATTR_NOEXEC, 0)]
    [InlineData("exec", 0, MOUNT_ATTR_NOEXEC)]
    [InlineData("nodiratime", MOUNT_ATTR_NODIRATIME, 0)]
    [InlineData("noatime", MOUNT_ATTR_NOATIME, MOUNT_ATTR__ATIME)]
    [InlineData("relatime", MOUNT_ATTR_RELATIME, MOUNT_ATTR__ATIME)]
    [InlineData("strictatime", MOUNT_ATTR_STRICTATIME, MOUNT_ATTR__ATIME)]
    [InlineData("nosymfollow", MOUNT_ATTR_NOSYMFOLLOW, 0)]
    [InlineData("symfollow", 0, MOUNT_ATTR_NOSYMFOLLOW)]
    public void A_word_sets_and_clears_attributes_and_with_r_on_all_below(
        string word,
        ulong set,
        ulong clear
    )
    {
        Assert.Equal(new MountOption(set, clear), MountOptionTable.Find(word));
        Assert.Equal(
            new MountOption(set, clear, Recursive: true),
            MountOptionTable.Find("r" + word)
        );
    }

    [Theory]
    [InlineData("diratime", 0, MOUNT_ATTR_NODIRATIME, MOUNT_ATTR_NODIRATIME)]
    [InlineData("atime", 0, MOUNT_ATTR__ATIME, MOUNT_ATTR_NOATIME)]
    [InlineData("norelatime", 0, MOUNT_ATTR__ATIME, MOUNT_ATTR_RELATIME)]
    [InlineData("nostrictatime", 0, MOUNT_ATTR__ATIME, MOUNT_ATTR_STRICTATIME)]
    public void A_word_that_clears_an_access_time_takes_one_back_and_with_r_clears_it_below(
        string word,
        ulong set,
        ulong clear,
        ulong back
    )
    {
        Assert.Equal(new MountOption(0, 0, TakesBack: back), MountOptionTable.Find(word));
        Assert.Equal(
            new MountOption(set, clear, Recursive: true),
            MountOptionTable.Find("r" + word)
        );
    }

    [Fact]
    public void What_leaves_its_group_does_so_first_and_with_all_below()
    {
        IReadOnlyList<AttributeChange> changes = MountOptions
            .Parse(["rbind", "private", "rro"])
            .BindChanges(MountFlags.MS_SLAVE);
        Assert.Equal(
            [
                ((ulong)FileConstants.AT_RECURSIVE, 0UL, MountFlags.MS_SLAVE),
                (0UL, 0UL, MountFlags.MS_PRIVATE),
                ((ulong)FileConstants.AT_RECURSIVE, MOUNT_ATTR_RDONLY, 0UL),
            ],
            changes.Select(Of)
        );
    }

    [Theory]
    [InlineData("private", MountFlags.MS_PRIVATE)]
    [InlineData("shared", MountFlags.MS_SHARED)]
    [InlineData("slave", MountFlags.MS_SLAVE)]
    [InlineData("unbindable", MountFlags.MS_UNBINDABLE)]
    public void A_word_names_a_propagation(string word, ulong propagation)
    {
        Assert.Equal(new MountOption(0, 0, false, propagation), MountOptionTable.Find(word));
        Assert.Equal(new MountOption(0, 0, true, propagation), MountOptionTable.Find("r" + word));
    }

    [Fact]
    public void Every_word_of_the_table_is_understood_and_no_option_of_a_file_system()
    {
        foreach (string word in MountOptionTable.Words)
        {
            MountOptions options = MountOptions.Parse([word]);
            Assert.True(options.Data.Count == 0 && options.Unsupported is null, word);
        }
        Assert.Equal(
            MountOptionTable.Words.Order(System.StringComparer.Ordinal),
            MountOptionTable.Words
        );
        Assert.Equal(MountOptionTable.Words.Distinct(), MountOptionTable.Words);
    }

    [Fact]
    public void The_last_of_two_opposite_words_counts()
    {
        Assert.True(MountOptions.Parse(["rw", "ro"]).Readonly);
        Assert.False(MountOptions.Parse(["ro", "rw"]).Readonly);
        Assert.Equal(MOUNT_ATTR_NOATIME, MountOptions.Parse(["strictatime", "noatime"]).Attributes);
        Assert.Equal(
            MOUNT_ATTR_STRICTATIME,
            MountOptions.Parse(["noatime", "strictatime"]).Attributes
        );
        Assert.Equal(0UL, MountOptions.Parse(["noatime", "relatime"]).Attributes);
    }

    // mount_setattr(2) is EINVAL when an access time mode is set without the whole mask cleared
    [Fact]
    public void An_access_time_mode_always_clears_the_whole_mask()
    {
        foreach (string word in (string[])["noatime", "relatime", "strictatime"])
        {
            AttributeChange change = Assert.Single(
                MountOptions.Parse(["bind", word]).BindChanges()
            );
            Assert.Equal(MOUNT_ATTR__ATIME, change.Attributes.attr_clr & MOUNT_ATTR__ATIME);
        }
    }

    [Fact]
    public void A_bind_mount_has_one_change_for_each_depth()
    {
        IReadOnlyList<AttributeChange> changes = MountOptions
            .Parse(["rbind", "nosuid", "rro", "rslave"])
            .BindChanges();
        Assert.Equal(2, changes.Count);
        Assert.Equal((0UL, MOUNT_ATTR_NOSUID, 0UL), Of(changes[0]));
        Assert.Equal(
            ((ulong)FileConstants.AT_RECURSIVE, MOUNT_ATTR_RDONLY, MountFlags.MS_SLAVE),
            Of(changes[1])
        );
        Assert.Empty(MountOptions.Parse(["bind"]).BindChanges());
    }

    // runc's mounts_sshfs.bats; the access times stay as they are
    [Fact]
    public void A_bind_mount_that_names_an_attribute_has_no_unnamed_ones_of_its_source()
    {
        const ulong others = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSYMFOLLOW;
        AttributeChange change = Assert.Single(
            MountOptions.Parse(["bind", "ro", "exec"]).BindChanges()
        );
        Assert.Equal(MOUNT_ATTR_RDONLY, change.Attributes.attr_set);
        Assert.Equal(others | MOUNT_ATTR_NOEXEC, change.Attributes.attr_clr);
        Assert.Equal(
            0UL,
            Assert
                .Single(MountOptions.Parse(["bind", "rslave", "rro"]).BindChanges())
                .Attributes.attr_clr
        );
    }

    [Fact]
    public void Options_of_the_file_system_keep_their_order_and_values()
    {
        MountOptions options = MountOptions.Parse(["nosuid", "mode=0=5", "newinstance", "size="]);
        Assert.Equal([new("mode", "0=5"), new("newinstance", null), new("size", "")], options.Data);
        Assert.Equal(MOUNT_ATTR_NOSUID, options.Attributes);
        Assert.True(options.Has("mode") && !options.Has("nosuid"));
    }

    private static (ulong, ulong, ulong) Of(AttributeChange change) =>
        (change.AtFlags, change.Attributes.attr_set, change.Attributes.propagation);
}
