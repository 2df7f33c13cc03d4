using System.Net.Http;

namespace ContainerRt.ImageStore.Registry;

/// <summary>A request that got no answer, with the host that was asked: after a redirect it is not the registry's.</summary>
internal sealed class UnreachedException(string host, HttpRequestException e)
    : HttpRequestException(e.HttpRequestError, e.Message, e.InnerException)
{
    public string Host { get; } = host;
}
