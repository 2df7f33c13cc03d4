using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.Spec.Distribution;

namespace ContainerRt.ImageStore.Registry;

/// <summary>Says in one line what a registry's refusal means.</summary>
internal static class RegistryFailure
{
    private const int MaxBody = 64 * 1024;
    private const int MaxMessage = 300;

    public static async Task<ImageStoreException> FromAsync(
        HttpResponseMessage response,
        RegistryClient client,
        string attempt,
        CancellationToken cancel
    )
    {
        string host = client.Endpoint.Host;
        string said = await SaidAsync(response, client.Options, cancel);
        string why = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized when client.HasCredentials =>
                $"{host} does not accept the credentials",
            HttpStatusCode.Unauthorized =>
                $"{host} wants a login, or the image does not exist: put a login into ~/.docker/config.json or auth.json",
            HttpStatusCode.Forbidden => $"{host} does not allow it",
            HttpStatusCode.NotFound => $"{host} does not have it",
            HttpStatusCode.TooManyRequests =>
                $"{host} limits the rate of requests: try again later or log in",
            _ => $"{host} answered {(int)response.StatusCode}",
        };
        return new ImageStoreException($"{attempt}: {why}{said}");
    }

    private static async Task<string> SaidAsync(
        HttpResponseMessage response,
        RegistryOptions options,
        CancellationToken cancel
    )
    {
        try
        {
            byte[] body = await BoundedBody.ReadAsync(
                response.Content,
                (MaxBody, options),
                "an error",
                cancel
            );
            ErrorResponse? errors = JsonSerializer.Deserialize(
                body,
                DistributionJson.Default.ErrorResponse
            );
            string? text = errors?.Errors?.FirstOrDefault() is { } first
                ? first.Message ?? first.Code
                : null;
            return text is null
                ? ""
                : $" ({(text.Length > MaxMessage ? text[..MaxMessage] : text)})";
        }
        catch (System.Exception e)
            when (e
                    is JsonException
                        or ImageStoreException
                        or HttpRequestException
                        or System.IO.IOException
            )
        {
            // the status says enough
            return "";
        }
    }
}
