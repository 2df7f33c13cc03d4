using System;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Programs;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config-linux.md: devices, default devices, network devices, the allowed list.</summary>
public sealed class DeviceTests : RuntimeTest
{
    [Must("device-char")]
    public void A_character_device_is_there() =>
        Assert.Equal("character special file 1:7", Device("c", "/dev/own", 1, 7));

    [Must("device-block")]
    public void A_block_device_is_there() =>
        Assert.Equal("block special file 7:9", Device("b", "/dev/own", 7, 9));

    [Must("device-unbuffered")]
    public void An_unbuffered_device_is_there() =>
        Assert.Equal("character special file 1:3", Device("u", "/dev/own", 1, 3));

    [Must("device-fifo")]
    public void A_fifo_is_there()
    {
        Add("p", "/dev/own");
        Assert.Equal("fifo", Says("stat -c %F /dev/own"));
    }

    [Must("device-mode")]
    public void Mode_and_owner_are_the_devices()
    {
        Add("c", "/dev/own", 1, 7);
        JsonNode device = Bundle.Linux["devices"]![0]!;
        device["fileMode"] = 0x1b0;
        device["uid"] = 12;
        device["gid"] = 34;
        Assert.Equal("660 12 34", Says("stat -c '%a %u %g' /dev/own"));
    }

    [Must("device-anywhere")]
    public void A_device_may_stand_anywhere() =>
        Assert.Equal("character special file 1:7", Device("c", "/opt/deep/own", 1, 7));

    [Must("device-mismatch")]
    public void Another_file_at_its_path_is_an_error()
    {
        Add("c", "/etc/passwd", 1, 7);
        CreateIsRefused();
    }

    [Must("default-null")]
    public void Null_is_supplied() => IsSupplied("null", "1:3");

    [Must("default-zero")]
    public void Zero_is_supplied() => IsSupplied("zero", "1:5");

    [Must("default-full")]
    public void Full_is_supplied() => IsSupplied("full", "1:7");

    [Must("default-random")]
    public void Random_is_supplied() => IsSupplied("random", "1:8");

    [Must("default-urandom")]
    public void Urandom_is_supplied() => IsSupplied("urandom", "1:9");

    [Must("default-tty")]
    public void Tty_is_supplied() => IsSupplied("tty", "5:0");

    [Must("default-ptmx")]
    public void Ptmx_is_the_containers_own() =>
        Assert.Equal("same", Says("test /dev/ptmx -ef /dev/pts/ptmx && echo same"));

    [Must("device-list-order")]
    public void Rules_are_applied_in_order()
    {
        Add("c", "/dev/own", 1, 11);
        Rules(Deny(), Allow(), Deny());
        Assert.Equal("refused", Opened());
        Rules(Deny(), Allow(), Deny(), Allow());
        Assert.Equal("not refused", Opened());
    }

    [Must("net-device-moved")]
    public void A_network_device_is_moved_and_renamed_and_up()
    {
        Outcome outcome = WithNetDevice("ip -o link show inner0");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Contains("UP", outcome.Text, StringComparison.Ordinal);
    }

    [Must("net-device-attributes")]
    public void A_moved_device_keeps_its_attributes()
    {
        Outcome outcome = WithNetDevice(
            "cat /sys/class/net/inner0/mtu /sys/class/net/inner0/address; ip -o -4 addr show inner0"
        );
        Assert.StartsWith("1400\n02:00:00:00:00:01", outcome.Text, StringComparison.Ordinal);
        Assert.Contains("10.98.76.54/24", outcome.Text, StringComparison.Ordinal);
    }

    [Must("net-device-missing")]
    public void A_device_that_does_not_exist_is_an_error()
    {
        Bundle.Linux["netDevices"] = new JsonObject
        {
            ["nosuchdev0"] = new JsonObject { ["name"] = "inner0" },
        };
        CreateIsRefused();
    }

    [Must("net-device-taken")]
    public void A_name_that_is_taken_is_an_error()
    {
        Outcome outcome = WithNetDevice("true", "lo");
        IsRefused(outcome);
    }

    /// <summary>Runs the container from a network namespace of its own that has a device outer0.</summary>
    private Outcome WithNetDevice(string script, string name = "inner0")
    {
        Bundle.Linux["netDevices"] = new JsonObject
        {
            ["outer0"] = new JsonObject { ["name"] = name },
        };
        _ = Bundle.Shell(script).Write();
        return ProgramRun.To(
            "unshare",
            [
                "--net",
                "sh",
                "-c",
                $"""
                ip link add outer0 type veth peer name peer0 || exit 99
                ip link set outer0 address 02:00:00:00:00:01 mtu 1400 up
                ip addr add 10.98.76.54/24 dev outer0
                exec '{Crt.Runtime}' --root '{StateRoot}' run --bundle '{Bundle.Folder}' {NewId()}
                """,
            ]
        );
    }

    // The kernel's log, which no module has to be loaded for and which is none of the default devices. Opened for
    // writing: to read from it takes CAP_SYSLOG, and without it the answer is EPERM too.
    private string Opened() =>
        Says("(: >/dev/own) 2>&1 | grep -q 'not permitted' && echo refused || echo not refused");

    private static JsonObject Deny() => Rule(false, null);

    private static JsonObject Allow() => Rule(true, 11);

    private static JsonObject Rule(bool allow, int? minor) =>
        minor is null
            ? new JsonObject { ["allow"] = allow, ["access"] = "rwm" }
            : new JsonObject
            {
                ["allow"] = allow,
                ["type"] = "c",
                ["major"] = 1,
                ["minor"] = minor,
                ["access"] = "rwm",
            };

    private void Rules(params JsonNode[] rules) =>
        Bundle.Linux["resources"]!["devices"] = new JsonArray(rules);

    private void IsSupplied(string name, string number) =>
        Assert.Equal(
            "character special file " + number,
            Says($"stat -c '%F %t:%T' /dev/{name}; test -e /dev/{name}")
        );

    private string Device(string type, string path, int major, int minor)
    {
        Add(type, path, major, minor);
        return Says($"stat -c '%F %t:%T' {path}");
    }

    private void Add(string type, string path, int? major = null, int? minor = null)
    {
        var device = new JsonObject { ["type"] = type, ["path"] = path };
        if (major is not null)
        {
            device["major"] = major;
            device["minor"] = minor;
        }
        JsonArray all = Bundle.Linux["devices"]?.AsArray() ?? [];
        Bundle.Linux["devices"] = all;
        all.Add(device);
    }
}
