using System.Runtime.InteropServices;

namespace ContainerRt.Init;

/// <summary>
/// One step of the child's program. All pointers lead into the arena, where the parent has laid out
/// everything beforehand; which fields a step uses is said at the method that runs it.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct Step
{
    public StepKind Kind;
    public int Fd;
    public ulong Flags;
    public ulong Value;
    public byte* Path;
    public byte* Text;
    public byte* Joined;
    public void* Data;
    public void* More;
    public int Count;
}
