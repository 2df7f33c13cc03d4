using System;
using System.Collections.Generic;

namespace ContainerRt.ImageStore.Registry;

/// <summary>One way in which a registry lets a client prove who it is, RFC 9110 section 11.6.1.</summary>
public sealed record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    public string? this[string name] => Parameters.GetValueOrDefault(name);

    public bool Is(string scheme) => Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);
}
