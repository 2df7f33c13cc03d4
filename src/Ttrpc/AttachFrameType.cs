namespace ContainerRt.Ttrpc;

public enum AttachFrameType : byte
{
    Hello = 0,
    Stdin = 1,
    Stdout = 2,
    Stderr = 3,
    Exit = 4,
    Resize = 5,
    Error = 6,
}
