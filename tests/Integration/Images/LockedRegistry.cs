using System;

namespace ContainerRt.Integration.Images;

/// <summary>A registry that lets in one user only.</summary>
public sealed class LockedRegistry : IDisposable
{
    public const string User = "alice";

    // a colon of its own: only the first one ends the user's name
    public const string Password = "of:wonderland";

    public RegistryFixture Registry { get; } = new($"{User}:{Password}");

    public void Dispose() => Registry.Dispose();
}
