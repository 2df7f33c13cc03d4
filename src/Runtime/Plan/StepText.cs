using System;
using System.Linq;
using ContainerRt.Init;
using ContainerRt.Init.Steps;
using ContainerRt.Linux.Native;

namespace ContainerRt.Runtime.Plan;

/// <summary>A step in words: the same for `crt plan` and for the message when it fails.</summary>
public static class StepText
{
    #pragma warning disable MA0051 // a table
    // csharpier-ignore-start
    public static string Of(StepDraft step) => step.Kind switch
    {
        StepKind.ResetSignals => "reset signal dispositions and mask",
        StepKind.DieWithParent => "die with the parent until ready",
        StepKind.HideFromPtrace => "hide from ptrace",
        StepKind.NewSession => "new session",
        StepKind.SessionKeyring => $"session keyring {step.Text}",
        StepKind.OomScoreAdj => $"oom_score_adj {step.Text}",
        StepKind.Affinity => step.Text is null ? "run on every processor of the group" : $"run on processors {step.Text}",
        StepKind.JoinNamespace => $"join namespace {step.Text}",
        StepKind.UnshareNamespace => "new cgroup namespace",
        StepKind.Umask => $"umask {Octal(step.Value).PadLeft(4, '0')}",
        StepKind.Rlimit => $"limit {Rlimits.Names[(int)step.Value]} soft {step.Numbers![0]} hard {step.Numbers[1]}",
        StepKind.Hostname => $"set hostname {step.Text}",
        StepKind.Domainname => $"set domainname {step.Text}",
        StepKind.LoopbackUp => "bring up the loopback interface",
        StepKind.Sysctl => $"write \"{step.Text}\" to /proc/{step.Path}",
        StepKind.Propagation => $"propagation of / 0x{step.Flags:x}",
        StepKind.BindRoot => $"bind root file system {step.Path}{(step.Flags == MountFlags.MS_PRIVATE ? "" : $" propagation 0x{step.Flags:x}")}",
        StepKind.EnterRoot => "open the container's root",
        StepKind.MountFilesystem => $"mount {step.Text} on {step.Path}{Options(step)}{((step.Value & MountRules.CopyUp) != 0 ? ", what it covers copied into it" : "")}{Changes(step)}",
        StepKind.MountBind => $"bind {step.Text} on {step.Path}{Changes(step)}",
        StepKind.MakeDevice => $"make device {step.Path} mode {Octal(step.Flags & 0xFFF)} number 0x{step.Value:x}",
        StepKind.MakeLink => $"link {step.Path} -> {step.Text}",
        StepKind.PrepareMasks => $"take {step.Path} for masks",
        StepKind.HideHostMount => $"unmount {step.Path} of the host",
        StepKind.PivotRoot => "pivot into the root file system",
        StepKind.MoveRoot => "move the root file system to /",
        StepKind.ReadonlyRoot => "make / read-only",
        StepKind.ReadonlyMount => $"make the mount at {step.Path} read-only",
        StepKind.ReadonlyPath => $"make {step.Path} read-only",
        StepKind.MaskPath => $"mask {step.Path}",
        StepKind.MakeDirectory => $"make directory {step.Path}",
        StepKind.Terminal => "open a terminal",
        StepKind.ControllingTerminal => "make it the controlling terminal",
        StepKind.RoomForProcess => $"leave room for one process more below {Rlimits.Names[(int)step.Value]}",
        StepKind.Forget => "forget the caller's memory",
        StepKind.Appear => "appear in the pid namespace",
        StepKind.NullDescriptors => $"take {step.Path} for descriptors that are the caller's null device",
        StepKind.OwnPipes => $"give the pipes among the standard streams to uid {step.Value}",
        StepKind.Chdir => $"change directory to {step.Path}",
        StepKind.NoNewPrivileges => "no new privileges",
        StepKind.BoundingSet => $"capability bounding set 0x{step.Value:x}",
        StepKind.KeepCapabilities => step.Value == 1 ? "keep capabilities" : "stop keeping capabilities",
        StepKind.Groups => $"groups {string.Join(',', step.Numbers!)}",
        StepKind.Gid => $"gid {step.Value}",
        StepKind.Uid => $"uid {step.Value}",
        StepKind.CapabilitySets => $"capabilities effective 0x{step.Numbers![0]:x} permitted 0x{step.Numbers[1]:x} inheritable 0x{step.Numbers[2]:x}",
        StepKind.AmbientSet => $"ambient capabilities 0x{step.Value:x}",
        StepKind.FindProgram => $"find program {step.Text}",
        StepKind.Seccomp => $"load seccomp filter of {step.Bytes.Length / 8} instructions",
        StepKind.Ready => "report ready",
        StepKind.WaitForStart => "wait for start",
        StepKind.CloseDescriptors => $"close descriptors from {step.Value} on",
        StepKind.Execve => $"exec {string.Join(' ', step.Strings!.Select(Quote))}",
        _ => step.Kind.ToString(),
    };
    // csharpier-ignore-end
#pragma warning restore MA0051

    private static string Options(StepDraft step) =>
        " ["
        + string.Join(
            ',',
            step.Options!.Select(o => o.Value is null ? o.Key : $"{o.Key}={o.Value}")
        )
        + "]"
        + (step.Flags == 0 ? "" : $" attributes 0x{step.Flags:x}");

    private static string Changes(StepDraft step) =>
        string.Concat(
            (step.Changes ?? []).Select(change =>
                $" {(change.AtFlags == 0 ? "" : "recursively ")}set 0x{change.Attributes.attr_set:x}"
                + $" clear 0x{change.Attributes.attr_clr:x}"
                + $" propagation 0x{change.Attributes.propagation:x}"
            )
        );

    private static string Octal(ulong mode) => "0" + Convert.ToString((long)mode, 8);

    private static string Quote(string argument) =>
        argument.AsSpan().IndexOfAny(" \t\n\"'") >= 0 ? $"\"{argument}\"" : argument;
}
