using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config-linux.md: default file systems, namespaces, mappings, clocks.</summary>
public sealed class NamespaceTests : RuntimeTest
{
    [Must("filesystem-proc")]
    public void The_default_configuration_has_proc() => IsMounted("/proc", "proc");

    [Must("filesystem-sys")]
    public void The_default_configuration_has_sys() => IsMounted("/sys", "sysfs");

    [Must("filesystem-pts")]
    public void The_default_configuration_has_pts() => IsMounted("/dev/pts", "devpts");

    [Must("filesystem-shm")]
    public void The_default_configuration_has_shm() => IsMounted("/dev/shm", "tmpfs");

    [Must("namespace-pid")]
    public void A_pid_namespace_is_made() => IsNew("pid", "pid");

    [Must("namespace-network")]
    public void A_network_namespace_is_made() => IsNew("network", "net");

    [Must("namespace-mount")]
    public void A_mount_namespace_is_made() => IsNew("mount", "mnt");

    [Must("namespace-ipc")]
    public void An_ipc_namespace_is_made() => IsNew("ipc", "ipc");

    [Must("namespace-uts")]
    public void A_uts_namespace_is_made() => IsNew("uts", "uts");

    [Must("namespace-user")]
    public void A_user_namespace_is_made()
    {
        Map();
        IsNew("user", "user");
    }

    [Must("namespace-cgroup")]
    public void A_cgroup_namespace_is_made() => IsNew("cgroup", "cgroup");

    [Must("namespace-time")]
    public void A_time_namespace_is_made() => IsNew("time", "time");

    [Must("namespace-path-absolute")]
    public void A_relative_path_is_refused()
    {
        AddNamespace("network", "proc/self/ns/net");
        CreateIsRefused();
    }

    [Must("namespace-path-joined")]
    public void A_path_is_joined()
    {
        Process holder = Holder("--net");
        AddNamespace("network", $"/proc/{holder.Id}/ns/net");
        Assert.Equal(NamespaceOf(holder.Id, "net"), Says("readlink /proc/self/ns/net"));
    }

    [Must("namespace-path-type")]
    public void A_path_to_another_type_is_an_error()
    {
        Process holder = Holder("--net");
        AddNamespace("uts", $"/proc/{holder.Id}/ns/net");
        CreateIsRefused();
    }

    [Must("namespace-inherited")]
    public void A_type_that_is_not_listed_is_inherited()
    {
        RemoveNamespace("ipc");
        Assert.Equal(OwnNamespace("ipc"), Says("readlink /proc/self/ns/ipc"));
    }

    [Must("namespace-duplicate")]
    public void A_type_that_occurs_twice_is_an_error()
    {
        Bundle.Linux["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "ipc" });
        CreateIsRefused();
    }

    [Must("mappings-applied")]
    public void The_mappings_are_those_of_the_namespace()
    {
        Map();
        Assert.Equal("0 100000 65536", Says("echo $(cat /proc/self/uid_map)"));
        Assert.Equal("0 100000 65536", Says("echo $(cat /proc/self/gid_map)"));
    }

    [Must("mappings-no-chown")]
    public void The_owners_of_the_root_stay()
    {
        Map();
        Assert.Equal("0 65534", Says("echo $(id -u) $(stat -c %u /bin/busybox)"));
        Outcome stat = ProgramRun.To(
            "stat",
            ["-c", "%u", Path.Combine(Bundle.Root, "bin/busybox")]
        );
        Assert.Equal("0", stat.Text);
    }

    [Must("time-offsets")]
    public void The_clocks_are_shifted()
    {
        AddNamespace("time");
        Bundle.Linux["timeOffsets"] = new JsonObject
        {
            ["boottime"] = new JsonObject { ["secs"] = 50_000_000, ["nanosecs"] = 0 },
            ["monotonic"] = new JsonObject { ["secs"] = 50_000_000, ["nanosecs"] = 0 },
        };
        string uptime = Says("cut -d. -f1 /proc/uptime");
        Assert.True(long.Parse(uptime, CultureInfo.InvariantCulture) > 50_000_000, uptime);
    }

    private void Map()
    {
        AddNamespace("user");
        Bundle.Linux["uidMappings"] = MountTests.Mapping(100000);
        Bundle.Linux["gidMappings"] = MountTests.Mapping(100000);
    }

    private void IsNew(string type, string link)
    {
        AddNamespace(type);
        string inside = Says($"readlink /proc/self/ns/{link}");
        Assert.StartsWith(link + ":[", inside, System.StringComparison.Ordinal);
        Assert.NotEqual(OwnNamespace(link), inside);
    }

    // `spec` writes what the runtime takes for a usual container
    private void IsMounted(string path, string type)
    {
        Succeeds(Oci("spec", "--bundle", Bundle.Folder));
        string file = Path.Combine(Bundle.Folder, "config.json");
        JsonNode config = JsonNode.Parse(File.ReadAllText(file))!;
        config["process"]!["terminal"] = false;
        config["process"]!["args"] = TestBundle.Strings(["cat", "/proc/self/mounts"]);
        File.WriteAllText(file, config.ToJsonString());
        Outcome outcome = Oci("run", "--bundle", Bundle.Folder, NewId());
        Assert.Contains(
            outcome.Text.Split('\n').Select(x => x.Split(' ')),
            x => x.Length > 2 && x[1] == path && x[2] == type
        );
    }
}
