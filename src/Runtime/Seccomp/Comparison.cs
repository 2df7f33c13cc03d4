namespace ContainerRt.Runtime.Seccomp;

/// <summary>SCMP_CMP_*</summary>
internal enum Comparison
{
    NotEqual,
    Less,
    LessOrEqual,
    Equal,
    GreaterOrEqual,
    Greater,
    MaskedEqual,
}
