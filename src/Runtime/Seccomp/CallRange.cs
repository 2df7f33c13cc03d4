namespace ContainerRt.Runtime.Seccomp;

/// <summary>Numbers from Start to the next range have one answer: an action, or rules that ask for arguments.</summary>
/// <param name="Rules">Where the rules of the number begin in the sorted keys, or -1.</param>
internal readonly record struct CallRange(uint Start, uint Action, int Rules, bool Wide);
