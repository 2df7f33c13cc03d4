using System;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Spec.Json;
using ContainerRt.Spec.Runtime;
using ContainerRt.Spec.Runtime.Json;

namespace ContainerRt.Runtime.Bundle;

/// <summary>A bundle on disk, bundle.md: config.json, and the root file system that it names.</summary>
public sealed class BundleDirectory
{
    /// <summary>docker's biggest configurations are below 1 MiB.</summary>
    public const int MaximumConfigBytes = 16 * 1024 * 1024;

    private BundleDirectory(string path, byte[] json, Config config)
    {
        Path = path;
        Json = json;
        Config = config;
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>config.json as it is, for the container's own copy.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    public Config Config { get; }

    public static BundleDirectory Read(string path)
    {
        string file = System.IO.Path.Combine(path, "config.json");
        byte[] json;
        try
        {
            json = HostFile.ReadAll(file, MaximumConfigBytes);
        }
        catch (KernelException e) when (e.Errno == Errno.ENOENT)
        {
            throw new ContainerException(
                ContainerErrorKind.NotFound,
                $"JSON specification file config.json not found in {path}: no such file or directory",
                e
            );
        }
        return new BundleDirectory(path, json, Parse(json, file));
    }

    public static Config Parse(byte[] json, string file)
    {
        try
        {
            return ConfigReader.Read(json) ?? throw Invalid(file, "the document is null");
        }
        catch (DocumentException e)
        {
            throw Invalid(file, $"not a valid runtime configuration{e.Place}");
        }
    }

    /// <summary>What `exec --process` is given.</summary>
    public static Process ParseProcess(byte[] json, string file)
    {
        try
        {
            return ProcessReader.Read(json)
                ?? throw Invalid(file, "not a process: the document is null");
        }
        catch (DocumentException e)
        {
            throw Invalid(file, $"not a process{e.Place}");
        }
    }

    private static ContainerException Invalid(string file, string reason) =>
        new(ContainerErrorKind.InvalidSpec, $"{file}: {reason}");
}
