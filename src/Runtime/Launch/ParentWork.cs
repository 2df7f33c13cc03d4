using System;

namespace ContainerRt.Runtime.Launch;

/// <summary>What the parent does while a child is being made.</summary>
/// <param name="Meanwhile">While the child works.</param>
/// <param name="Appeared">When the process that joins a pid namespace is there, and the child that made it gone.</param>
public readonly record struct ParentWork(Action? Meanwhile, Action? Appeared = null);
