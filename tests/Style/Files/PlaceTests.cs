using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace ContainerRt.Style.Files;

/// <summary>A clone works anywhere: no file names a machine's folders or where packages come from.</summary>
public sealed partial class PlaceTests
{
    // documents, the loopback range, names that RFC 6761 keeps for tests, and the default registry with its token
    // server, which docker.io stands for in every reference
    private static readonly string[] s_hosts =
    [
        "www.apache.org",
        "semver.org",
        "keepachangelog.com",
        "docker.io",
        "registry-1.docker.io",
        "auth.docker.io",
        "index.docker.io",
        "containers.dev",
        "opencontainers.org",
        "man7.org",
        "www.kernel.org",
        "docs.kernel.org",
        "localhost",
    ];

    [Fact]
    public void No_file_names_a_folder_of_a_machine() =>
        None(TextFile.All().Where(x => !IsThis(x)).SelectMany(x => x.LinesWith(MachinePath())));

    [Fact]
    public void No_file_names_a_host_that_packages_or_images_are_fetched_from() =>
        None(TextFile.All().Where(x => !IsThis(x)).SelectMany(ForeignHosts));

    [Theory]
    [InlineData("cache=/wor" + "k/cache", true)]
    [InlineData("see /hom" + "e/jane/notes", true)]
    [InlineData("$work/root/bin and /rooted", false)]
    public void A_machines_folder_is_found(string line, bool found) =>
        Assert.Equal(found, new TextFile("sample", [line]).LinesWith(MachinePath()).Any());

    [Theory]
    [InlineData("deb http://packages.mirror.net/debian sid main", true)]
    [InlineData("<add key=\"x\" value=\"https://feed.mirror.net/v3/index.json\" />", true)]
    [InlineData("http://127.0.0.1:5000/v2/", false)]
    [InlineData("https://mirror.example/v2/ https://auth.test/token", false)]
    [InlineData("$\"https://{host}/v2/\"", false)]
    public void A_foreign_host_is_found(string line, bool found) =>
        Assert.Equal(found, ForeignHosts(new TextFile("sample", [line])).Any());

    private static bool IsThis(TextFile file) =>
        file.Path.EndsWith("/PlaceTests.cs", StringComparison.Ordinal);

    private static IEnumerable<string> ForeignHosts(TextFile file) =>
        file
            .Lines.SelectMany(line => Url().Matches(line))
            .Select(x => x.Groups[1].Value)
            .Where(x => !IsKnown(x))
            .Select(x => $"{file.Path}: {x}");

    private static bool IsKnown(string host) =>
        s_hosts.Contains(host)
        || host.StartsWith("127.", StringComparison.Ordinal)
        || ((string[])[".test", ".example", ".invalid", "example.com", "example.org"]).Any(x =>
            host.EndsWith(x, StringComparison.Ordinal)
        );

    private static void None(IEnumerable<string> wrong)
    {
        string[] all = [.. wrong];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }

    [GeneratedRegex(
        @"(?<![\w$}.])/(work|farm)/|(?<![\w$}./])/home/[a-z]+/|/tmp/bash_jobs",
        RegexOptions.None,
        1000
    )]
    private static partial Regex MachinePath();

    // a host with a dot that is written out; what a variable holds is not in the file
    [GeneratedRegex(@"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Url();
}
