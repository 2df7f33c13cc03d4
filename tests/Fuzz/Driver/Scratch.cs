using System;
using System.IO;
using ContainerRt.ImageStore.Layers;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;

namespace ContainerRt.Fuzz.Driver;

/// <summary>A directory for parsers that read files. It goes when the program ends.</summary>
internal sealed class Scratch
{
    private readonly string _top;

    public Scratch()
    {
        _top = Directory.CreateTempSubdirectory("crt-fuzz-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove();
    }

    public string Top => _top;

    public string At(string name) => Path.Combine(_top, name);

    public string Directories(string name) => Directory.CreateDirectory(At(name)).FullName;

    public Fd Open(string name) => HostPath.OpenDirectory(At(name)).OrThrow($"open {name}");

    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    // a layer may leave directories behind that Directory.Delete cannot enter
    private void Remove()
    {
        using (Fd top = HostPath.OpenDirectory(_top).OrThrow("open scratch"))
        {
            TreeRemoval.Empty(top);
        }
        Directory.Delete(_top);
    }
}
