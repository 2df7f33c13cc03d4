using System;
using System.IO;
using System.Linq;
using Xunit;

namespace ContainerRt.Style.Binaries;

/// <summary>How the published programs are linked, and how large they are.</summary>
public sealed class BinaryTests(ITestOutputHelper output)
{
    private const long MaxCrt = 5 * 1024 * 1024;

    [Fact]
    public void The_image_worker_finds_its_libraries_on_the_system() =>
        Assert.Contains("(NEEDED)", ReadElf("-dW", "crt-image"), StringComparison.Ordinal);

    [Fact]
    public void Crt_is_at_most_5_MB()
    {
        long size = new FileInfo(Published("crt")).Length;
        output.WriteLine($"crt: {size} bytes");
        Assert.InRange(size, 1, MaxCrt);
    }

    // the loader relocates the data of every type that is linked, at every start (docs/decisions/0007)
    [Theory]
    [InlineData("JsonSerializer")]
    [InlineData("JsonTypeInfo")]
    [InlineData("RegularExpressions")]
    public void Crt_is_linked_without(string part)
    {
        string[] symbols = [.. Tool.Lines("nm", "-C", Repository.At("out/symbols/crt.dbg"))];
        Assert.Contains(symbols, line => line.Contains("Utf8JsonReader", StringComparison.Ordinal));
        Assert.DoesNotContain(symbols, line => line.Contains(part, StringComparison.Ordinal));
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
