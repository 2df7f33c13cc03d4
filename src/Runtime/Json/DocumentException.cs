using System;

namespace ContainerRt.Runtime.Json;

/// <summary>A document that is no JSON, or not the document that it should be.</summary>
internal sealed class DocumentException(JsonPlace place) : Exception
{
    internal JsonPlace Place { get; } = place;
}
