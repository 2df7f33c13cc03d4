using System.Linq;
using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Mounts;
using ContainerRt.Linux.Native;

namespace ContainerRt.ImageStore.Snapshots;

/// <summary>Mounts layers over one another.</summary>
public sealed class OverlayMount(OverlayOptions options)
{
    // OVL_MAX_STACK
    private const int MaxLayers = 500;

    // A lower layer is an image's and therefore hostile: marks in it must not lead lookups elsewhere. Index would tie
    // the upper directory to these very lower directories.
    private static readonly (string Key, string Value)[] _fixed =
    [
        ("redirect_dir", "nofollow"),
        ("metacopy", "off"),
        ("index", "off"),
        ("xino", "auto"),
    ];

    public void Mount(OverlayLayers layers, Fd target)
    {
        int lowers = layers.LowersTopmostFirst.Count;
        if (lowers > MaxLayers || (lowers == 0 && layers.Upper is null))
        {
            throw new ImageStoreException(
                $"mount overlay: {lowers} layers; overlayfs takes 1 to {MaxLayers}"
            );
        }
        try
        {
            if (lowers == 0)
            {
                // an image without layers: what is changed is all that there is
                MountOnly(layers.Upper!, target, writable: true);
            }
            else if (layers.Upper is null && lowers == 1)
            {
                MountOnly(layers.LowersTopmostFirst[0], target, writable: false);
            }
            else if (options.WithoutLayerByLayer || !TryMountByDescriptors(layers, target))
            {
                MountByNames(layers, target);
            }
        }
        catch (KernelException e)
        {
            throw new ImageStoreException(e.Message, e);
        }
    }

    public static void Unmount(string path) => Umount.Detach(path).OrThrow($"unmount {path}");

    // overlayfs wants two layers at least
    private static void MountOnly(Fd layer, Fd target, bool writable)
    {
        using DetachedMount mount = DetachedMount
            .CloneOf(layer)
            .OrThrow("clone the mount of the only layer");
        if (!writable)
        {
            mount
                .SetAttributes(new(MountApi.MOUNT_ATTR_RDONLY))
                .OrThrow("make the only layer read-only");
        }
        mount.MoveTo(target).OrThrow("put the only layer in place");
    }

    /// <summary>False when the kernel does not take layers one by one, nothing is mounted then.</summary>
    /// <remarks>
    /// Before 6.5 overlayfs has no parameters of its own: fsconfig takes any string, lowerdir+ too, and the creation fails
    /// with EINVAL and without a word. Where it knows its parameters it says what it does not like.
    /// </remarks>
    private bool TryMountByDescriptors(OverlayLayers layers, Fd target)
    {
        SysResult<FsContext> opened = FsContext.Open("overlay");
        if (opened.Errno is Errno.ENOSYS or Errno.EPERM)
        {
            return false;
        }
        using FsContext context = opened.OrThrow(
            "open overlay file system (is overlayfs in the kernel?)"
        );
        foreach (Fd lower in layers.LowersTopmostFirst)
        {
            if (!TrySetLayer(context, "lowerdir+", lower))
            {
                return false;
            }
        }
        if (layers is { Upper: { } upper, Work: { } work })
        {
            _ = TrySetLayer(context, "upperdir", upper) ? true : throw Refused(context, "upperdir");
            _ = TrySetLayer(context, "workdir", work) ? true : throw Refused(context, "workdir");
        }
        foreach ((string key, string value) in _fixed)
        {
            Check(context, context.SetString(key, value), $"set {key}={value}");
        }
        Check(context, options.Volatile ? context.SetFlag("volatile") : default, "set volatile");
        Check(context, options.UserXattr ? context.SetFlag("userxattr") : default, "set userxattr");
        SysResult created = context.Create();
        string complaints = created.Failed ? context.Complaints() : "";
        if (created.Errno == Errno.EINVAL && complaints.Length == 0)
        {
            return false;
        }
        Check(created, "create", complaints);
        ulong attributes = layers.Upper is null ? MountApi.MOUNT_ATTR_RDONLY : 0;
        using DetachedMount mount = context.Mount(attributes).OrThrow("mount overlay");
        mount.MoveTo(target).OrThrow("put overlay in place");
        return true;
    }

    // By descriptor since 6.13. By name since 6.5: the name of the descriptor, which nobody can swap.
    private static bool TrySetLayer(FsContext context, string key, Fd directory) =>
        !context.SetFd(key, directory).Failed
        || !context.SetString(key, HostPath.OfDescriptor(directory)).Failed;

    private void MountByNames(OverlayLayers layers, Fd target)
    {
        StringBuilder data = new("lowerdir=");
        data.AppendJoin(':', layers.LowersTopmostFirst.Select(HostPath.OfDescriptor));
        if (layers is { Upper: { } upper, Work: { } work })
        {
            data.Append(
                $",upperdir={HostPath.OfDescriptor(upper)},workdir={HostPath.OfDescriptor(work)}"
            );
        }
        foreach ((string key, string value) in _fixed)
        {
            data.Append($",{key}={value}");
        }
        data.Append(options.Volatile ? ",volatile" : "")
            .Append(options.UserXattr ? ",userxattr" : "");
        if (data.Length > ClassicMount.MaxData)
        {
            throw new ImageStoreException(
                $"mount overlay: the names of {layers.LowersTopmostFirst.Count} layers take {data.Length} bytes and mount(2) takes "
                    + $"{ClassicMount.MaxData}; a kernel since 6.5 takes layers one by one"
            );
        }
        ulong flags = layers.Upper is null ? 1UL : 0;
        ClassicMount
            .FileSystem("overlay", "overlay", HostPath.OfDescriptor(target), flags, data.ToString())
            .OrThrow($"mount overlay of {layers.LowersTopmostFirst.Count} layers");
    }

    private static void Check(FsContext context, SysResult result, string attempt) =>
        Check(result, attempt, result.Failed ? context.Complaints() : "");

    private static void Check(SysResult result, string attempt, string complaints)
    {
        if (result.Failed)
        {
            string reason = complaints.Length == 0 ? "" : $": {complaints}";
            throw new ImageStoreException(
                $"mount overlay: {attempt}: {ErrnoText.Of(result.Errno)}{reason}"
            );
        }
    }

    private static ImageStoreException Refused(FsContext context, string key) =>
        new($"mount overlay: {key} was refused: {context.Complaints()}");
}
