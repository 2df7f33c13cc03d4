using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using ContainerRt.Integration.User;
using Xunit;

namespace ContainerRt.Integration.Faults;

/// <summary>
/// What all programs say when files are missing, damaged, directories or on a full disk: sentences of ours, in the kernel's
/// words, and never those that the class library has for programmers.
/// </summary>
public sealed partial class ErrorTextTests : UserTest
{
    private const string Html = "<html>not what you wanted</html>";

#pragma warning disable MA0051 // a table
    /// <summary>Command lines, each with words that its message has; D is a directory, F a file of HTML, N is not there.</summary>
    public static TheoryData<string, string> Commands =>
        new()
        {
            { "crt load -i N", "no such file or directory" },
            { "crt load -i D", "is a directory" },
            { "crt load -i F", "archive" },
            { "crt load -i D/cut.tar", "archive" },
            { "crt save -o D busybox", "is a directory" },
            { "crt save -o N/x busybox", "no such file or directory" },
            { "crt save -o D/device busybox", "no space left on device" },
            { "crt-image --image-root F images", "F" },
            { "crt-image --image-root /proc/x images", "/proc/x" },
            { "crt-image --image-root D/full load -i D/busybox.tar", "no space left on device" },
            { "crt-image --image-root D/damaged images", "index.json" },
            { "crt-image --image-root D/listing images", "index.json" },
            { "crt-image --image-root D/holed inspect busybox", "no such file or directory" },
            {
                "crt-image --image-root D/holed save -o D/out.tar busybox",
                "no such file or directory"
            },
            { "REGISTRY_AUTH_FILE=F crt pull localhost:1/x", "refused" },
            { "REGISTRY_AUTH_FILE=D crt pull localhost:1/x", "refused" },
            { "CRT_REGISTRIES_CONF=F crt pull localhost:1/x", "F" },
            { "CRT_REGISTRIES_CONF=D crt pull localhost:1/x", "is a directory" },
            { "CRT_REGISTRIES_CONF=N crt pull localhost:1/x", "no such file or directory" },
            { "crt pull localhost:1/x", "connection refused" },
            { "crt pull nowhere.invalid/x", "nowhere.invalid" },
            { "CRT_STATE_ROOT=F crt run --rm busybox true", "F" },
            { "CRT_STATE_ROOT=F crt ps", "" },
            { "CRT_STATE_ROOT=/proc/x crt run --rm busybox true", "/proc/x" },
            { "CRT_STATE_ROOT=D/full/s crt run --rm busybox true", "" },
            { "CRT_IMAGE_ROOT=F crt run --rm busybox true", "F" },
            { "CRT_IMAGE_ROOT=D/damaged crt run --rm busybox true", "index.json" },
            { "CRT_IMAGE_ROOT=D/holed crt run --rm busybox true", "no such file or directory" },
            { "crt run --rm -v N/x:/x:ro,nosuch busybox true", "nosuch" },
            { "crt logs nobody", "nobody" },
            { "crt inspect nobody", "nobody" },
            { "crt-oci create --bundle N c", "no such file or directory" },
            { "crt-oci create --bundle F c", "not a directory" },
            { "crt-oci create --bundle D c", "no such file or directory" },
            { "crt-oci create --bundle D/html c", "config.json" },
            { "crt-oci create --bundle D/listing c", "config.json" },
            { "crt-oci spec --bundle N", "no such file or directory" },
            { "crt-oci --root F list", "" },
            { "crt-oci --root F state c", "" },
            { "crt-oci --log D list", "" },
            { "crt-oci --root D/r exec --process D c", "" },
            { "crt-oci --root D/r exec --process F c", "" },
            { "crt plan --bundle D/html", "config.json" },
            { "containerd-shim-crt-v2", "usage" },
        };
#pragma warning restore MA0051

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_failure_is_one_sentence_without_the_class_librarys_words(
        string command,
        string words
    )
    {
        Prepare();
        Outcome outcome = ProgramRun.To(
            "/usr/bin/env",
            [.. command.Split(' ').Select(Filled)],
            new RunOptions { Environment = Variables }
        );
        string said = outcome.Errors;
        Assert.False(Foreign().IsMatch(said), outcome.ToString());
        Assert.DoesNotContain("fault in", said, StringComparison.Ordinal);
        if (outcome.ExitCode == 0)
        {
            // what can be done all the same is done without a word
            Assert.True(words.Length == 0, outcome.ToString());
            return;
        }
        string last = said.TrimEnd('\n').Split('\n')[^1];
        Assert.Matches("^(crt|crt-oci|crt-image): [^A-Z\n]|^usage: |^[a-z]", last);
        Assert.False(last.EndsWith('.'), outcome.ToString());
        Assert.Contains(words.Split('|').Select(Filled), x => last.Contains(x));
    }

    private string At(string name) => Path.Combine(Folder, name);

    // in a command a letter stands for a file; it is a word of its own, the beginning of a path or the value of a variable
    private string Filled(string argument) =>
        Place()
            .Replace(
                argument,
                match =>
                    match.Value switch
                    {
                        "D" => Folder,
                        "F" => At("html.txt"),
                        "N" => At("nothing"),
                        _ => Path.Combine(Programs.Crt.Bin, match.Value),
                    }
            );

    private void Prepare()
    {
        File.WriteAllText(At("html.txt"), Html);
        string archive = TestImages.Busybox(At("busybox")).Archive();
        File.WriteAllBytes(At("cut.tar"), File.ReadAllBytes(archive)[..100_000]);
        _ = Succeeds("load", "-q", "-i", archive);
        foreach (string name in new[] { "damaged", "listing", "holed" })
        {
            Run("cp", "-a", ImageRoot, At(name));
        }
        File.WriteAllText(At("damaged/index.json"), Html);
        File.Delete(At("listing/index.json"));
        Directory.CreateDirectory(At("listing/index.json"));
        Array.ForEach(Directory.GetFiles(At("holed/blobs/sha256")), File.Delete);
        Directory.CreateDirectory(At("html"));
        File.WriteAllText(At("html/config.json"), Html);
        Directory.CreateDirectory(At("listing/config.json"));
        Directory.CreateDirectory(At("full"));
        Run("mknod", At("device"), "c", "1", "7");
        Run("mount", "-t", "tmpfs", "-o", "size=64k", "full", At("full"));
    }

    protected override void Dispose(bool disposing)
    {
        // a supervisor that has just ended may still hold a file of it
        Run("umount", "--lazy", At("full"));
        base.Dispose(disposing);
    }

    private static void Run(string program, params string[] arguments)
    {
        Outcome outcome = ProgramRun.To(program, arguments);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
    }

    [GeneratedRegex(
        @"Could not find|Access to the path|invalid start of|device : |The file '|Parameter '|see inner|Exception|An error occurred|The process cannot|Path: \$|LineNumber|System\.|The JSON|already exists\.|The system cannot|Value cannot|Object reference|trying to start process|is denied|was not found\.|A connection attempt|No such host|Connection refused|Name or service",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Foreign();

    [GeneratedRegex(
        @"(?<=^|=)[DFN](?=$|/)|^(crt|crt-oci|crt-image|containerd-shim-crt-v2)$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Place();
}
