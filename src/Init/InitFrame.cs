using System.Runtime.InteropServices;

namespace ContainerRt.Init;

/// <summary>The child's whole state: its program and what the steps leave for each other.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct InitFrame
{
    public Step* Steps;
    public int StepCount;

    /// <summary>Where reports go: the parent's pipe, later the connection of `start`.</summary>
    public int ReportFd;

    /// <summary>Number of the last system call, for the report.</summary>
    public int LastCall;

    /// <summary>O_PATH descriptor of the container's root mount, or -1.</summary>
    public int Root;

    /// <summary>A detached procfs of the new pid namespace, or -1.</summary>
    public int Proc;

    public SharedTree NullTree;
    public SharedTree EmptyTree;

    /// <summary>Where the program was found.</summary>
    public byte* Program;

    /// <summary>An address in the frame of <see cref="InitProgram.Run"/>: what is older on the stack is the parent's.</summary>
    public byte* Stack;

    /// <summary>Nonzero once the working directory has been entered.</summary>
    public int InWorkingDirectory;
}
