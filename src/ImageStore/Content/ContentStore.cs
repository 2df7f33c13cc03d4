using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Spec.Image;
using ContainerRt.Spec.Image.Json;
using ContainerRt.Spec.Json;

#pragma warning disable CA1416 // crt is for Linux

namespace ContainerRt.ImageStore.Content;

/// <summary>
/// The image root: an OCI image layout (image-spec image-layout.md) and beside it what is on its way in.
/// </summary>
/// <remarks>
/// `blobs/ALG/HEX` and `index.json` are what other tools read. `ingest` holds partial blobs, `staging` partial
/// layers, `layers` unpacked ones, `uses` who needs an image. Whatever has a final name is whole: it is written
/// elsewhere, brought to the disk by one syncfs, and renamed.
/// </remarks>
public sealed class ContentStore
{
    public const string DefaultRoot = "/var/lib/crt/images";
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int MaxIndex = 64 * 1024 * 1024;

    private ContentStore(string root) => Root = root;

    public string Root { get; }

    public string LayersDirectory => Path.Combine(Root, "layers");

    public string StagingDirectory => Path.Combine(Root, "staging");

    public string IngestDirectory => Path.Combine(Root, "ingest");

    public string UsesDirectory => Path.Combine(Root, "uses");

    private string IndexPath => Path.Combine(Root, "index.json");

    /// <summary>The store at a directory, which is made if it is not there.</summary>
    /// <param name="root">Or what CRT_IMAGE_ROOT says, or /var/lib/crt/images.</param>
    public static ContentStore Open(string? root = null)
    {
        string? named = Environment.GetEnvironmentVariable("CRT_IMAGE_ROOT");
        string path = root ?? (string.IsNullOrEmpty(named) ? DefaultRoot : named);
        ContentStore store = new(Path.GetFullPath(path));
        try
        {
            store.Prepare();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageStoreException.Because($"open image store {store.Root}", e);
        }
        return store;
    }

    private void Prepare()
    {
        string layout = Path.Combine(Root, "oci-layout");
        if (!File.Exists(layout))
        {
            if (Directory.Exists(Root) && Directory.EnumerateFileSystemEntries(Root).Any())
            {
                throw new ImageStoreException(
                    $"open image store {Root}: it holds other files and no oci-layout"
                );
            }
            // 0700: a setuid program of an image must not be within reach of the host's users (CVE-2021-41091)
            Directory.CreateDirectory(Root, OwnerOnly);
            File.SetUnixFileMode(Root, OwnerOnly);
            AtomicFile.Write(
                layout,
                ImageLayoutWriter.Write(
                    new ImageLayout { ImageLayoutVersion = ImageLayout.Version }
                )
            );
        }
        foreach (
            string name in (string[])
                ["blobs", "blobs/sha256", "ingest", "staging", "layers", "uses"]
        )
        {
            string directory = Path.Combine(Root, name);
            RefuseLink(directory);
            Directory.CreateDirectory(directory, OwnerOnly);
        }
        RefuseLink(IndexPath);
        if (!File.Exists(IndexPath))
        {
            UpdateIndex(index => index);
        }
    }

    private void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
        {
            throw new ImageStoreException(
                $"open image store {Root}: {path} is a symbolic link to {target}"
            );
        }
    }

    public string BlobPath(Digest digest) =>
        Path.Combine(Root, "blobs", digest.Algorithm, digest.Hex);

    public bool HasBlob(Descriptor blob) =>
        new FileInfo(BlobPath(blob.Digest)) is { Exists: true, LinkTarget: null } file
        && file.Length == blob.Size;

    private string PartialPath(Digest digest) =>
        Path.Combine(IngestDirectory, $"{digest.Algorithm}-{digest.Hex}.partial");

    /// <summary>Held while a blob is fetched: two programs never fetch one blob at one time.</summary>
    internal Task<Fd> LockAsync(Digest digest, CancellationToken cancel) =>
        StoreLock.TakeAsync(
            Path.Combine(IngestDirectory, $"{digest.Algorithm}-{digest.Hex}.lock"),
            true,
            cancel
        );

    /// <summary>Held by whoever adds to the store, shared; garbage is collected only when nobody does.</summary>
    internal Task<Fd> LeaseAsync(CancellationToken cancel) =>
        StoreLock.TakeAsync(Path.Combine(Root, "store.lock"), exclusive: false, cancel);

    /// <summary>The lock that keeps leases away, or null when somebody has a lease now.</summary>
    internal Fd? TryLockForCollection() =>
        StoreLock.TryTake(Path.Combine(Root, "store.lock"), exclusive: true);

    internal Ingest OpenIngest(Descriptor blob) => Ingest.Open(PartialPath(blob.Digest), blob);

    /// <summary>Puts a small document, whose digest is known to be right, where <see cref="Publish"/> finds it.</summary>
    internal void Stage(Digest digest, byte[] content) =>
        AtomicFile.Write(PartialPath(digest), content);

    /// <summary>Takes a blob from an archive as a partial one: whether it is whole shows when it is used.</summary>
    internal async Task SpoolAsync(Digest digest, Stream content, CancellationToken cancel)
    {
        if (File.Exists(BlobPath(digest)))
        {
            return;
        }
        using Fd held = await LockAsync(digest, cancel);
        await using FileStream file = new(PartialPath(digest), FileMode.Create, FileAccess.Write);
        await content.CopyToAsync(file, cancel);
    }

    /// <summary>Reads a document that may not have its final name yet.</summary>
    internal byte[] ReadStaged(Digest digest, int limit)
    {
        string partial = PartialPath(digest);
        if (!File.Exists(partial))
        {
            return ReadDocument(digest, limit);
        }
        byte[] bytes = new FileInfo(partial).Length > limit ? [] : File.ReadAllBytes(partial);
        return ContentDigest.Matches(digest, bytes)
            ? bytes
            : throw new ImageStoreException($"load: the content of {digest} has another digest");
    }

    /// <summary>Waits until everything staged is on the disk. Names that are given after it stand for whole content.</summary>
    internal void Sync()
    {
        using Fd root = HostPath.OpenDirectory(Root).OrThrow($"open {Root}");
        _ = ContainerRt.Linux.Files.Sync.FileSystem(root).OrThrow($"sync {Root}");
    }

    /// <summary>Gives verified ingests their final names.</summary>
    internal void Publish(IEnumerable<Digest> digests)
    {
        foreach (Digest digest in digests)
        {
            string path = BlobPath(digest);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, OwnerOnly);
            try
            {
                File.Move(PartialPath(digest), path, overwrite: true);
            }
            catch (FileNotFoundException) when (File.Exists(path))
            {
                // another program has published the same bytes
            }
        }
    }

    /// <summary>Reads a document of known digest, and checks it: somebody may have written into the store.</summary>
    public byte[] ReadDocument(Digest digest, int limit)
    {
        string path = BlobPath(digest);
        try
        {
            byte[] bytes =
                new FileInfo(path).Length > limit
                    ? throw new ImageStoreException($"read {path}: it is larger than {limit} bytes")
                    : File.ReadAllBytes(path);
            // a sha512 was checked when it came; this is also read by crt, which has no OpenSSL
            return digest.Algorithm != "sha256" || digest.Matches(bytes)
                ? bytes
                : throw new ImageStoreException(
                    $"read {path}: its content has another digest; remove the image and pull it again"
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageStoreException.Because($"read {path}", e);
        }
    }

    public ImageIndex ReadIndex()
    {
        try
        {
            return new FileInfo(IndexPath).Length > MaxIndex
                ? throw new ImageStoreException(
                    $"read {IndexPath}: it is larger than {MaxIndex} bytes"
                )
                : ImageIndexReader.Read(File.ReadAllBytes(IndexPath));
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or DocumentException)
        {
            throw ImageStoreException.Because($"read {IndexPath}", e);
        }
    }

    /// <summary>Replaces the index in one step; programs that do so at one time wait for each other.</summary>
    public void UpdateIndex(Func<ImageIndex, ImageIndex> change)
    {
        using Fd held = StoreLock.Take(Path.Combine(Root, "index.lock"), exclusive: true);
        ImageIndex now = File.Exists(IndexPath)
            ? ReadIndex()
            : new ImageIndex
            {
                SchemaVersion = 2,
                MediaType = MediaTypes.Index,
                Manifests = [],
            };
        AtomicFile.Write(IndexPath, ImageIndexWriter.Write(change(now)));
    }
}
