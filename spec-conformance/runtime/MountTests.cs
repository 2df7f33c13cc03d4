using System.IO;
using System.Text.Json.Nodes;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config.md: mounts, without their options.</summary>
public sealed class MountTests : RuntimeTest
{
    [Must("mounts-order")]
    public void Mounts_are_made_in_the_listed_order()
    {
        AddMount("/mnt", "tmpfs", "tmpfs");
        AddMount("/mnt/in", "none", Source(), "bind");
        Assert.Equal("from outside", Says("cat /mnt/in/file"));
        JsonNode last = Bundle.Mounts[^1]!;
        Bundle.Mounts.RemoveAt(Bundle.Mounts.Count - 1);
        Bundle.Mounts.Insert(Bundle.Mounts.Count - 1, last);
        Assert.Equal("hidden", Says("test -e /mnt/in/file || echo hidden"));
    }

    [Must("mounts-relative-destination")]
    public void A_relative_destination_is_one_below_the_root()
    {
        AddMount("mnt/relative", "none", Source(), "bind");
        Assert.Equal("from outside", Says("cat /mnt/relative/file"));
    }

    [Must("mounts-relative-source")]
    public void A_relative_source_is_one_below_the_bundle()
    {
        _ = Directory.CreateDirectory(Path.Combine(Bundle.Folder, "data"));
        File.WriteAllText(Path.Combine(Bundle.Folder, "data/file"), "of the bundle\n");
        AddMount("/mnt", "none", "data", "bind");
        Assert.Equal("of the bundle", Says("cat /mnt/file"));
    }

    [Must("mounts-bind-by-option")]
    public void The_option_makes_a_bind_mount()
    {
        AddMount("/mnt", "tmpfs", Source(), "bind");
        AddMount("/opt", "proc", Source(), "rbind");
        Assert.Equal("from outside\nfrom outside", Says("cat /mnt/file /opt/file"));
    }

    [Must("option-idmap")]
    public void Idmap_maps_owners()
    {
        AddMapped("idmap", Source());
        Assert.Equal("1000:2000", Says("stat -c %u:%g /mnt/file"));
    }

    [Must("option-idmap-nothing")]
    public void Idmap_without_mappings_is_an_error()
    {
        AddMount("/mnt", "none", Source(), "bind", "idmap");
        CreateIsRefused();
    }

    [Must("option-ridmap-nothing")]
    public void Ridmap_without_mappings_is_an_error()
    {
        AddMount("/mnt", "none", Source(), "rbind", "ridmap");
        CreateIsRefused();
    }

    [Must("mount-mappings-both")]
    public void Mappings_of_users_alone_are_refused()
    {
        AddMapped("idmap", Source());
        _ = Bundle.Mounts[^1]!.AsObject().Remove("gidMappings");
        CreateIsRefused();
    }

    [Must("option-data")]
    public void An_unknown_option_goes_to_the_file_system()
    {
        AddMount("/mnt", "tmpfs", "tmpfs", "size=64k", "mode=0751");
        Assert.Equal(
            "64 751",
            Says("echo $(df -k /mnt | awk 'NR==2 {print $2}') $(stat -c %a /mnt)")
        );
    }

    private void AddMapped(string option, string source)
    {
        AddMount("/mnt", "none", source, "rbind", option);
        JsonNode mount = Bundle.Mounts[^1]!;
        mount["uidMappings"] = Mapping(1000);
        mount["gidMappings"] = Mapping(2000);
    }

    internal static JsonArray Mapping(int host, int size = 65536) =>
        new(
            new JsonObject
            {
                ["containerID"] = 0,
                ["hostID"] = host,
                ["size"] = size,
            }
        );
}
