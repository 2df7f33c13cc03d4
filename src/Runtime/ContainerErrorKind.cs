namespace ContainerRt.Runtime;

public enum ContainerErrorKind
{
    InvalidSpec,
    NotFound,
    AlreadyExists,
    WrongState,
    Unsupported,
    SafetyViolation,
    Kernel,
}
