using System;
using System.IO;
using System.Linq;
using ContainerRt.Engine.Bundles;
using ContainerRt.Engine.Supervision;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Processes;
using ContainerRt.Spec.Image;

namespace ContainerRt.Engine.Containers;

/// <summary>Makes a container from an image or from a directory, not yet started.</summary>
public sealed class ContainerMaker(ContainerStore store)
{
    private const int IdBytes = 32;

    public static string NewId()
    {
        byte[] id = new byte[IdBytes];
        RandomBytes.Fill(id);
        return Convert.ToHexStringLower(id);
    }

    public static StoredImage? FindImage(string name) =>
        new ImageTable(ContentStore.Open()).Find(name);

    /// <param name="wanted">Its layers may be given already, for --rootfs.</param>
    public ContainerRecord Make(ContainerRecord wanted, StoredImage? image, RunWishes wishes)
    {
        ContainerDefaults defaults = image?.Config.Config ?? new ContainerDefaults();
        ContainerRecord record = store.Reserve(
            wanted with
            {
                Id = NewId(),
                Created = DateTime.UtcNow,
                ImageId = image?.Id.ToString() ?? "",
                Layers = image is null ? wanted.Layers : [.. image.LayerDirectories],
                Command = BundleWriter.Arguments(defaults, wishes),
                StopSignal =
                    wanted.StopSignal > 0
                        ? wanted.StopSignal
                        : OfImage(defaults.StopSignal ?? "TERM"),
            }
        );
        try
        {
            if (image is not null)
            {
                ImageUses.Add(ContentStore.Open(), record.Id, image);
            }
            WriteBundle(record, defaults, wishes);
            return record;
        }
        catch (Exception problem)
        {
            Discard(record, problem);
            throw;
        }
    }

    private static int OfImage(string stopSignal) =>
        SignalNumber.Parse(stopSignal) is > 0 and int number
            ? number
            : throw new EngineException(
                $"the image's stop signal \"{stopSignal}\" does not exist: say --stop-signal"
            );

    // why it could not be made is what has to be seen; what is left of it stands beside that
    private void Discard(ContainerRecord record, Exception problem)
    {
        try
        {
            new Lifecycle(store).Remove(record, force: true);
        }
        catch (Exception e)
            when (e is EngineException or KernelException or ImageStoreException or IOException)
        {
            throw new EngineException(
                $"{Words(problem)}; and remove container {record.Name}: {Words(e)}",
                (problem as EngineException)?.ExitCode ?? 125
            );
        }
    }

    private static string Words(Exception e) =>
        e is IOException or UnauthorizedAccessException ? Reason.WithPath(e) : e.Message;

    private void WriteBundle(ContainerRecord record, ContainerDefaults defaults, RunWishes wishes)
    {
        string directory = store.Paths.Of(record.Id);
        ContainerRootFs.Mount(directory, record);
        string rootfs = ContainerRootFs.PathIn(directory);
        using Fd root = HostPath.OpenDirectory(rootfs).OrThrow($"open {rootfs}");
        BundleWriter.Write(
            new BundleRequest(directory, record.Id, defaults, wishes, OwnCapabilities()),
            root
        );
    }

    private static ulong OwnCapabilities()
    {
        string line = File.ReadLines("/proc/self/status")
            .First(l => l.StartsWith("CapBnd:", StringComparison.Ordinal));
        return Convert.ToUInt64(line[7..].Trim(), 16);
    }
}
