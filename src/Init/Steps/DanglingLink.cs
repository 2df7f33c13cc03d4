using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

/// <summary>
/// A symlink whose target is missing: images have them where an engine mounts over what another program would have
/// made (/etc/resolv.conf to /run/systemd/resolve). The kernel makes nothing behind one, so the path is spelled out.
/// </summary>
internal static unsafe class DanglingLink
{
    /// <summary>As many links as the kernel follows in one path, path_resolution(7).</summary>
    internal const int Most = 40;

    /// <summary>PATH_MAX, with the final zero.</summary>
    internal const int MaxPath = 4096;

    /// <summary>Writes to `into` the path with the link that ends at `end` replaced by what it says.</summary>
    internal static nint Follow(InitFrame* frame, byte* path, byte* end, byte* into)
    {
        byte* target = stackalloc byte[MaxPath];
        nint length = Read(frame, path, end, target);
        if (length < 0)
        {
            return length;
        }
        byte* name = end;
        while (name[-1] != '/')
        {
            name--;
        }
        // what it says is relative to the directory that holds it; the kernel resolves any ".." below the root
        nint kept = target[0] == '/' ? 0 : (nint)(name - path);
        nint rest = Kernel.Length(end);
        if (kept + length + rest >= MaxPath)
        {
            return Kernel.ENAMETOOLONG;
        }
        Copy(path, kept, into);
        Copy(target, length, into + kept);
        Copy(end, rest, into + kept + length);
        into[kept + length + rest] = 0;
        return 0;
    }

    private static nint Read(InitFrame* frame, byte* path, byte* end, byte* target)
    {
        byte stop = *end;
        *end = 0;
        nint link = RootedPath.Open(frame, path, FileConstants.O_PATH | FileConstants.O_NOFOLLOW);
        *end = stop;
        if (link < 0)
        {
            return link;
        }
        byte empty = 0;
        nint length = Kernel.Call(
            frame,
            NR.readlinkat,
            link,
            (nint)(&empty),
            (nint)target,
            MaxPath
        );
        Kernel.Close(link);
        return length;
    }

    private static void Copy(byte* from, nint length, byte* to)
    {
        for (nint i = 0; i < length; i++)
        {
            to[i] = from[i];
        }
    }
}
