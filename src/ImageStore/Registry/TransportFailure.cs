using System;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using ContainerRt.Linux;

namespace ContainerRt.ImageStore.Registry;

/// <summary>What went wrong between us and a server, in words of ours: the class library's point to exceptions within.</summary>
internal static class TransportFailure
{
    public static bool Is(Exception e) => e is IOException or HttpRequestException;

    public static string Of(Exception e) =>
        e switch
        {
            TransferException => e.Message,
            HttpRequestException { InnerException: TransferException own } => own.Message,
            HttpRequestException { InnerException: SocketException socket } => Reason.Of(socket),
            HttpIOException { HttpRequestError: var error } => Of(error),
            HttpRequestException
            {
                InnerException: HttpIOException { HttpRequestError: var error }
            } => Of(error),
            HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } =>
                Of(error),
            HttpRequestException { InnerException: IOException inner } => Reason.Of(inner),
            HttpRequestException => "the request failed",
            _ => Reason.Of(e),
        };

    private static string Of(HttpRequestError error) =>
        error switch
        {
            HttpRequestError.NameResolutionError => "no such host is known",
            HttpRequestError.ConnectionError => "no connection",
            HttpRequestError.SecureConnectionError => "TLS: the handshake failed",
            HttpRequestError.ResponseEnded => "the connection ended before the answer was whole",
            HttpRequestError.ConfigurationLimitExceeded => "the head of the answer is too long",
            _ => "the answer is no HTTP that is understood",
        };
}
