using System;
using System.Collections.Generic;
using System.IO;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>An image store that holds busybox, for a class whose tests only run it.</summary>
public sealed class BusyboxStore : IDisposable
{
    public const string Image = "busybox";

    private readonly string _folder = Directory.CreateTempSubdirectory("crt-images").FullName;

    public BusyboxStore()
    {
        if (Environment.UserName != "root")
        {
            return;
        }
        string archive = TestImages.Busybox(Path.Combine(_folder, "layout")).Archive();
        Outcome load = ProgramRun.To(
            Path.Combine(Crt.Bin, "crt"),
            ["load", "-q", "-i", archive],
            new RunOptions
            {
                Environment = new Dictionary<string, string> { ["CRT_IMAGE_ROOT"] = Root },
            }
        );
        Assert.True(load.ExitCode == 0, load.ToString());
    }

    public string Root => Path.Combine(_folder, "images");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
