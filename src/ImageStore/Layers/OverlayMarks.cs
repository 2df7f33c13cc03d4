using ContainerRt.Linux;
using ContainerRt.Linux.Files;

namespace ContainerRt.ImageStore.Layers;

/// <summary>How overlayfs is told what is gone: char 0:0 for a name, an attribute for a whole directory.</summary>
internal static class OverlayMarks
{
    public static void MakeOpaque(Fd directory) =>
        Xattr
            .Set(directory, "trusted.overlay.opaque"u8, "y"u8)
            .OrThrow("mark directory opaque (needs CAP_SYS_ADMIN)");

    public static bool IsOpaque(Fd directory)
    {
        SysResult<byte[]> value = Xattr.Get(directory, "trusted.overlay.opaque"u8);
        return !value.Failed && value.Value is [(byte)'y'];
    }
}
