using System;

namespace ContainerRt.Spec.Json;

/// <summary>A document that is no JSON, or not the document that it should be.</summary>
/// <param name="place">Where it is wrong.</param>
/// <param name="reason">What is wrong, as the beginning of a message that the place ends.</param>
public sealed class DocumentException(JsonPlace place, string reason)
    : Exception($"{reason}{place}")
{
    public JsonPlace Place { get; } = place;
}
