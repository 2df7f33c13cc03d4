using System.Text;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Mounts;

/// <summary>mount(2).</summary>
public static unsafe class ClassicMount
{
    /// <summary>Longer data is cut off without a word: the kernel copies one page.</summary>
    public const int MaxData = 4095;

    public static SysResult FileSystem(
        string type,
        string source,
        string target,
        ulong flags,
        string data
    )
    {
        if (Encoding.UTF8.GetByteCount(data) > MaxData)
        {
            return new(-(nint)Errno.E2BIG);
        }
        fixed (byte* typeName = Encoding.UTF8.GetBytes(type + "\0"))
        fixed (byte* sourceName = Encoding.UTF8.GetBytes(source + "\0"))
        fixed (byte* targetName = Encoding.UTF8.GetBytes(target + "\0"))
        fixed (byte* options = Encoding.UTF8.GetBytes(data + "\0"))
        {
            nint result = BlockingSys.Call(
                NR.mount,
                (nint)sourceName,
                (nint)targetName,
                (nint)typeName,
                (nint)flags,
                (nint)options
            );
            return new(result);
        }
    }
}
