using System;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>
/// Random bytes of the kernel, getrandom(2). The class library would load OpenSSL, and a static program
/// that opens a shared library ends up with two C libraries in one thread-local storage.
/// </summary>
public static unsafe class RandomBytes
{
    public static void Fill(Span<byte> target)
    {
        fixed (byte* start = target)
        {
            // up to 256 bytes come whole, and without a signal in between
            _ = new SysResult(
                Sys.Call(NR.getrandom, (nint)start, Math.Min(target.Length, 256), 0)
            ).OrThrow("getrandom");
        }
    }
}
