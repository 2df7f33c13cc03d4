using System;
using System.IO;
using System.Linq;
using Xunit;

namespace ContainerRt.Style.Binaries;

/// <summary>How the published programs are linked, and how large they are.</summary>
public sealed class BinaryTests(ITestOutputHelper output)
{
    private const long MaxCrt = 6 * 1024 * 1024;

    [Theory]
    [InlineData("crt")]
    [InlineData("containerd-shim-crt-v2")]
    public void A_static_program_opens_no_library(string name)
    {
        string headers = ReadElf("-lW", name);
        Assert.DoesNotContain("INTERP", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("(NEEDED)", ReadElf("-dW", name), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crt")]
    [InlineData("containerd-shim-crt-v2")]
    [InlineData("crt-image")]
    public void A_program_is_hardened(string name)
    {
        Assert.Matches(@"Type:\s+DYN", ReadElf("-hW", name));
        string headers = ReadElf("-lW", name);
        Assert.Contains("GNU_RELRO", headers, StringComparison.Ordinal);
        Assert.Matches(@"GNU_STACK\s+\S+ \S+ \S+ \S+ \S+\s+RW\s", headers);
        Assert.DoesNotMatch(@"LOAD\s+\S+ \S+ \S+ \S+ \S+\s+RWE", headers);
        string dynamic = ReadElf("-dW", name);
        Assert.Contains("PIE", dynamic, StringComparison.Ordinal);
        Assert.True(
            dynamic.Contains("BIND_NOW", StringComparison.Ordinal)
                || dynamic.Contains("NOW", StringComparison.Ordinal),
            $"{name} binds lazily"
        );
    }

    [Fact]
    public void The_image_worker_finds_its_libraries_on_the_system() =>
        Assert.Contains("(NEEDED)", ReadElf("-dW", "crt-image"), StringComparison.Ordinal);

    [Fact]
    public void Crt_is_at_most_6_MB()
    {
        long size = new FileInfo(Published("crt")).Length;
        output.WriteLine($"crt: {size} bytes");
        Assert.InRange(size, 1, MaxCrt);
    }

    [Fact]
    public void Crt_oci_is_the_same_program_under_another_name() =>
        Assert.Equal("crt", new FileInfo(Repository.At("out/bin/crt-oci")).LinkTarget);

    private static string ReadElf(string option, string name) =>
        string.Join('\n', Tool.Lines("readelf", option, Published(name)).ToArray());

    private static string Published(string name)
    {
        string file = Repository.At($"out/bin/{name}");
        Assert.True(File.Exists(file), $"{file} is missing: make build");
        return file;
    }
}
