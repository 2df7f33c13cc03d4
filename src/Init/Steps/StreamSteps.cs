using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

internal static unsafe class StreamSteps
{
    // Neither a file nor a terminal nor a named pipe: those are the caller's own, and keep their owner on the host.
    /// <summary>Value: the owner of those of descriptors 0 to 2 that are pipes.</summary>
    internal static nint OwnPipes(InitFrame* frame, Step* step)
    {
        byte empty = 0;
        for (int fd = 0; fd <= 2; fd++)
        {
            if (!IsPipe(frame, fd, (uint)step->Value))
            {
                continue;
            }
            nint result = Kernel.Call(
                frame,
                NR.fchownat,
                fd,
                (nint)(&empty),
                (nint)step->Value,
                -1,
                FileConstants.AT_EMPTY_PATH
            );
            // an owner that the user namespace has no number for
            if (result < 0 && result is not (Kernel.EPERM or Kernel.EINVAL))
            {
                return result;
            }
        }
        return 0;
    }

    private static bool IsPipe(InitFrame* frame, int fd, uint owner)
    {
        stat info;
        long* filesystem = stackalloc long[15]; // struct statfs; the type comes first
        return MountSteps.Stat(frame, fd, &info) >= 0
            && info.st_uid != owner
            && Kernel.Call(frame, NR.fstatfs, fd, (nint)filesystem) >= 0
            && filesystem[0] == Magic.PIPEFS_MAGIC;
    }
}
