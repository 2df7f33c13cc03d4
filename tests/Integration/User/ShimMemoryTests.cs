using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>What a container costs while nothing happens: the memory that its supervisor has for itself.</summary>
public sealed partial class ShimMemoryTests(BusyboxStore store, ITestOutputHelper output)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    private const long MostKilobytes = 1536;

    [Fact]
    public void An_idle_supervisor_has_at_most_1536_kB_of_its_own()
    {
        // two, because what one alone maps of the program's file counts as its own
        _ = Succeeds("run", "-d", BusyboxStore.Image, "sleep", "100");
        _ = Succeeds("run", "-d", BusyboxStore.Image, "sleep", "100");
        Thread.Sleep(1000);
        long[] own = Directory
            .EnumerateDirectories("/proc")
            .Where(IsSupervisor)
            .Select(PrivateKilobytes)
            .ToArray();
        output.WriteLine($"private memory in kB: {string.Join(' ', own)}");
        Assert.Equal(2, own.Length);
        Assert.All(own, kilobytes => Assert.InRange(kilobytes, 1, MostKilobytes));
    }

    private static bool IsSupervisor(string process)
    {
        try
        {
            string? program = new FileInfo($"{process}/exe").LinkTarget;
            return Path.GetFileName(program) == "containerd-shim-crt-v2";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static long PrivateKilobytes(string process) =>
        Private()
            .Matches(File.ReadAllText($"{process}/smaps_rollup"))
            .Sum(line => long.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^Private_(?:Clean|Dirty):\s+(\d+) kB", RegexOptions.Multiline)]
    private static partial Regex Private();
}
