namespace ContainerRt.Ttrpc;

/// <summary>containerd.v1.types.Status.</summary>
public enum TaskStatus
{
    Unknown = 0,
    Created = 1,
    Running = 2,
    Stopped = 3,
}
