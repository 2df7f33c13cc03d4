using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Text;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Images;

/// <summary>The images that the tests run.</summary>
public static class TestImages
{
    /// <summary>The busybox root as one tar.</summary>
    public static byte[] BusyboxTar()
    {
        string file = Path.GetTempFileName();
        try
        {
            Outcome tar = ProgramRun.To(
                "tar",
                [
                    "-C",
                    BusyboxRoot.Made(),
                    "--numeric-owner",
                    "--owner=0",
                    "--group=0",
                    "--sort=name",
                    "--mtime=@0",
                    "-cf",
                    file,
                    ".",
                ]
            );
            Assert.True(tar.ExitCode == 0, tar.ToString());
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static ImageLayout Busybox(string folder) => new(folder, "busybox:latest", BusyboxTar());

    /// <summary>Busybox, and a layer with content that no compression makes small.</summary>
    public static ImageLayout Large(string folder, byte[] content) =>
        new(folder, "large:latest", BusyboxTar(), FilesTar(("large", content)));

    /// <summary>Every layer adds `layer-N`, writes `top` anew and takes the layer-(N-1) before it away when N is even.</summary>
    public static ImageLayout ManyLayers(string folder, int count)
    {
        List<byte[]> layers = [BusyboxTar()];
        for (int n = 1; n < count; n++)
        {
            List<(string, byte[])> files =
            [
                ($"layer-{n}", []),
                ("top", Encoding.ASCII.GetBytes($"{n}\n")),
            ];
            if (n % 2 == 0)
            {
                files.Add(($".wh.layer-{n - 1}", []));
            }
            layers.Add(FilesTar([.. files]));
        }
        return new ImageLayout(folder, "layers:latest", layers);
    }

    /// <summary>Busybox and a few of its names, in a tar that has no entry for any directory.</summary>
    public static byte[] WithoutDirectories()
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            using FileStream busybox = File.OpenRead(
                Path.Combine(BusyboxRoot.Made(), "bin/busybox")
            );
            writer.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, "bin/busybox")
                {
                    DataStream = busybox,
                    Mode = (UnixFileMode)0x1ED,
                }
            );
            foreach (string name in (string[])["sh", "cat", "stat", "sleep"])
            {
                writer.WriteEntry(
                    new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{name}")
                    {
                        LinkName = "busybox",
                    }
                );
            }
        }
        return stream.ToArray();
    }

    private static byte[] FilesTar(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using var data = new MemoryStream(content);
                writer.WriteEntry(
                    new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data }
                );
            }
        }
        return stream.ToArray();
    }
}
