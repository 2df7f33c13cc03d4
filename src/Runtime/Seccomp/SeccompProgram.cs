using System;
using System.Collections.Generic;

namespace ContainerRt.Runtime.Seccomp;

/// <summary>What seccomp(SECCOMP_SET_MODE_FILTER) takes.</summary>
/// <param name="Filter">An array of struct sock_filter.</param>
/// <param name="Flags">SECCOMP_FILTER_FLAG_*; NEW_LISTENER is among them when <paramref name="NeedsListener"/>.</param>
/// <param name="NeedsListener">Some call is answered by SCMP_ACT_NOTIFY: the result of seccomp(2) is a descriptor.</param>
/// <param name="Warnings">What the profile says and this machine has no use for.</param>
public sealed record SeccompProgram(
    ReadOnlyMemory<byte> Filter,
    uint Flags,
    bool NeedsListener,
    IReadOnlyList<string> Warnings
);
