using System;
using System.Net.Http;

namespace ContainerRt.ImageStore.Registry;

/// <summary>A request that got no answer, with the host that it went to.</summary>
internal sealed class UnansweredException(Uri address, HttpRequestException cause)
    : HttpRequestException(
        cause.HttpRequestError,
        cause.Message,
        cause.InnerException,
        cause.StatusCode
    )
{
    /// <summary>Host, and port when it is not the scheme's own.</summary>
    public string Asked { get; } = address.Authority;
}
