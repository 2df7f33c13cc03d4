using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using ContainerRt.ImageStore.Layers;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Layers;

/// <summary>A directory with a layer in it and, beside it, a canary that no archive may touch.</summary>
public abstract class LayerFixture : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("crt-layers-");

    protected LayerFixture()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Skip("needs root: layers keep owners, devices and trusted attributes");
        }
        Layer = NewDirectory("layer");
        File.WriteAllText(Canary, "untouched");
        File.SetUnixFileMode(Canary, UnixFileMode.UserRead);
        Directory.CreateDirectory(Path.Combine(_scratch.FullName, "etc"));
    }

    protected string Canary => Path.Combine(_scratch.FullName, "canary");

    protected string Scratch => _scratch.FullName;

    protected Fd Layer { get; }

    protected Fd NewDirectory(string name)
    {
        Directory.CreateDirectory(In(name));
        return HostPath.OpenDirectory(In(name)).OrThrow($"open {name}");
    }

    protected string In(string path) => Path.Combine(_scratch.FullName, path);

    protected string InLayer(string path) => Path.Combine(_scratch.FullName, "layer", path);

    protected string Read(string path) => File.ReadAllText(InLayer(path));

    internal LayerSummary Unpack(TarBuilder tar) => UnpackTo(Layer, tar);

    internal static LayerSummary UnpackTo(Fd layer, TarBuilder tar) =>
        LayerUnpacker.Unpack(
            new MemoryStream(tar.ToArray()),
            layer,
            TestContext.Current.CancellationToken
        );

    internal static void Settle(Fd layer, LayerSummary summary, params IReadOnlyList<Fd> lowers) =>
        LayerCommit.Settle(layer, summary, lowers, TestContext.Current.CancellationToken);

    internal ImageStoreException Refused(TarBuilder tar) =>
        Assert.Throws<ImageStoreException>(() => Unpack(tar));

    /// <summary>What stat(1) says: the wrappers do not check themselves.</summary>
    protected string Stat(string path, string format) =>
        Run("stat", "-c", format, InLayer(path)).Trim();

    protected static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true }
        )!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    protected FileStatus Status(string path) =>
        StatusOf.Name(Layer, Encoding.Latin1.GetBytes(path)).OrThrow($"stat {path}");

    protected bool Exists(string path) =>
        !StatusOf.Name(Layer, Encoding.Latin1.GetBytes(path)).Failed;

    protected bool IsOpaque(string path)
    {
        using Fd directory = OpenAt
            .Directory(Layer, Encoding.Latin1.GetBytes(path))
            .OrThrow($"open {path}");
        SysResult<byte[]> value = Xattr.Get(directory, "trusted.overlay.opaque"u8);
        return !value.Failed && value.Value is [(byte)'y'];
    }

    public void Dispose()
    {
        Assert.Equal("untouched", File.ReadAllText(Canary));
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(Canary));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_scratch.FullName, "etc")));
        Layer.Dispose();
        using (Fd scratch = HostPath.OpenDirectory(_scratch.FullName).OrThrow("open scratch"))
        {
            TreeRemoval.Empty(scratch);
        }
        _scratch.Delete();
        GC.SuppressFinalize(this);
    }
}
