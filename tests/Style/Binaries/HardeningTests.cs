using System;
using System.IO;
using System.Linq;
using Xunit;

namespace ContainerRt.Style.Binaries;

public sealed class HardeningTests
{
    private const string Hardened = "-O1 -s -pie -fPIE -Wl,-z,relro,-z,now,-z,noexecstack";

    [Theory]
    [InlineData("crt", true)]
    [InlineData("containerd-shim-crt-v2", true)]
    [InlineData("crt-image", false)]
    public void A_published_program_is_hardened(string name, bool isStatic)
    {
        string file = Repository.At($"out/bin/{name}");
        Assert.True(File.Exists(file), $"{file} is missing: make build");
        Assert.Equal("", string.Join("; ", Hardening.Weaknesses(file, isStatic)));
    }

    [Theory]
    [InlineData("-no-pie -fno-pie", "fixed address")]
    [InlineData("-Wl,-z,norelro", "no RELRO")]
    [InlineData("-Wl,-z,lazy", "binds lazily")]
    [InlineData("-Wl,-z,execstack", "executable stack")]
    [InlineData("-DFREE -nostdlib -no-pie -fno-pie -Wl,-N,-e,main", "writable and executable")]
    [InlineData("-Wl,-z,notext -DTEXTREL", "relocations in its code")]
    [InlineData("-Wl,-rpath,/opt/lib", "where it was built")]
    public void A_program_linked_otherwise_is_found(string options, string weakness) =>
        Assert.Contains(Built(options), x => x.Contains(weakness, StringComparison.Ordinal));

    [Fact]
    public void A_hardened_sample_is_not_found() => Assert.Empty(Built("", isStatic: false));

    [Fact]
    public void A_dynamic_program_is_found_where_a_static_one_is_asked_for() =>
        Assert.Equal(["names an interpreter", "needs a library"], Built(""));

    private static string[] Built(string options, bool isStatic = true)
    {
        string folder = Directory.CreateTempSubdirectory("crt-style").FullName;
        try
        {
            string source = Path.Combine(folder, "sample.c");
            string file = Path.Combine(folder, "sample");
            File.WriteAllText(
                source,
                """
                #ifdef FREE
                int main(void) { return 0; }
                #else
                #include <stdio.h>
                int main(void) { return puts("sample"); }
                #endif
                #ifdef TEXTREL
                __asm__(".text\n.globl cell\ncell: .quad main\n");
                #endif
                """
            );
            string[] arguments = $"{Hardened} {options} -o {file} {source}".Split(
                ' ',
                StringSplitOptions.RemoveEmptyEntries
            );
            _ = Tool.Lines("gcc", arguments).ToArray();
            return [.. Hardening.Weaknesses(file, isStatic)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
