using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace ContainerRt.ImageStore.Registry;

/// <summary>
/// Requests to one place: proves who asks, follows redirects, tries again when that may help.
/// </summary>
public sealed class RegistryClient : IDisposable
{
    private const int MaxRedirects = 10;
    private const int MaxChallenges = 2;
    private static readonly TimeSpan _longestRetryAfter = TimeSpan.FromMinutes(5);
    private readonly HttpClient _http;
    private readonly Authentication _authentication;
    private readonly RegistryWarnings _warnings;
    private readonly ServerCertificate _certificate;

    public RegistryClient(
        RegistryEndpoint endpoint,
        RegistryOptions? options = null,
        Func<RegistryCredentials?>? credentials = null
    )
    {
        Endpoint = endpoint;
        Options = options ?? new RegistryOptions();
        // Redirects are followed here and not by the handler, which would forget whom a credential is for.
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = Options.AnswerTimeout,
            MaxResponseHeadersLength = 64,
        };
        _certificate = new ServerCertificate(endpoint);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            _certificate.Accepts(certificate, chain, errors);
        _warnings = new RegistryWarnings(text => Warned?.Invoke($"{Endpoint.Host} says: {text}"));
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("crt", "0.1"));
        _authentication = new Authentication(
            endpoint,
            Options,
            _http,
            credentials ?? (() => CredentialStore.Find(endpoint.Host, endpoint.Repository))
        );
    }

    public RegistryEndpoint Endpoint { get; private set; }

    public RegistryOptions Options { get; }

    /// <summary>Called with the reason and the delay before a request is tried again.</summary>
    public Action<string, TimeSpan>? Retrying { get; set; }

    /// <summary>Called with what the registry wants its users to know.</summary>
    public Action<string>? Warned { get; set; }

    /// <summary>GETs a path of the repository. The answer may be any status that trying again cannot better.</summary>
    public async Task<HttpResponseMessage> GetAsync(
        string path,
        Action<HttpRequestHeaders> addHeaders,
        CancellationToken cancel
    )
    {
        for (int attempt = 0; ; attempt++)
        {
            bool last = attempt + 1 >= Options.Attempts;
            try
            {
                HttpResponseMessage response = await AuthorizedAsync(path, addHeaders, cancel);
                if (
                    last
                    || !MayPass(response.StatusCode)
                    || RetryAfter(response) > _longestRetryAfter
                )
                {
                    return response;
                }
                TimeSpan delay = RetryAfter(response) ?? Options.Delay(attempt);
                response.Dispose();
                await WaitAsync(
                    $"{Endpoint.Host} answered {(int)response.StatusCode}",
                    delay,
                    cancel
                );
            }
            catch (HttpRequestException e) when (CanFallBackToPlain(e))
            {
                Endpoint = Endpoint with { PlainHttp = true };
            }
            catch (HttpRequestException e) when (!last && !IsFinal(e))
            {
                await WaitAsync($"{Asked(e)}: {Why(e)}", Options.Delay(attempt), cancel);
            }
            catch (HttpRequestException e)
            {
                throw new ImageStoreException($"reach registry {Asked(e)}: {Why(e)}", e);
            }
        }
    }

    public bool HasCredentials => _authentication.HasCredentials;

    private async Task<HttpResponseMessage> AuthorizedAsync(
        string path,
        Action<HttpRequestHeaders> addHeaders,
        CancellationToken cancel
    )
    {
        for (int challenge = 0; ; challenge++)
        {
            HttpResponseMessage response = await FollowAsync(
                Endpoint.Api(path),
                addHeaders,
                cancel
            );
            bool ours =
                response.RequestMessage?.RequestUri?.Authority == Endpoint.Api(path).Authority;
            if (
                response.StatusCode != HttpStatusCode.Unauthorized
                || !ours
                || challenge == MaxChallenges
            )
            {
                return response;
            }
            if (!await _authentication.AnswerAsync(response, cancel))
            {
                return response;
            }
            response.Dispose();
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(
        Uri first,
        Action<HttpRequestHeaders> addHeaders,
        CancellationToken cancel
    )
    {
        Uri address = first;
        for (int hop = 0; hop <= MaxRedirects; hop++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            addHeaders(request.Headers);
            // distribution-spec, redirects: a credential goes to the host that it is for and to no other
            if (address.Scheme == first.Scheme && address.Authority == first.Authority)
            {
                request.Headers.Authorization = _authentication.Header;
            }
            HttpResponseMessage response = await SendAsync(request, cancel);
            if (address.Authority == first.Authority)
            {
                _warnings.Look(response);
            }
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                return response;
            }
            Uri? location = response.Headers.Location;
            response.Dispose();
            address = Target(address, location);
        }
        throw new ImageStoreException($"ask {first.Authority}: more than {MaxRedirects} redirects");
    }

    private Uri Target(Uri from, Uri? location)
    {
        Uri to = new(
            from,
            location
                ?? throw new ImageStoreException(
                    $"ask {from.Authority}: a redirect without a target"
                )
        );
        bool lower = from.Scheme == "https" && to.Scheme == "http";
        return to.Scheme is not ("http" or "https") || (lower && !Endpoint.MayBePlain)
            ? throw new ImageStoreException(
                $"ask {from.Authority}: it redirects to {to.Scheme}://{to.Authority}, which is not safe"
            )
            : to;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancel
    )
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            cancel
        );
        limit.CancelAfter(Options.AnswerTimeout);
        try
        {
            return await _http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                limit.Token
            );
        }
        catch (HttpRequestException e)
        {
            throw new UnreachedException(request.RequestUri!.Authority, e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            string why = $"no answer in {Options.AnswerTimeout.TotalSeconds} seconds";
            throw new UnreachedException(
                request.RequestUri!.Authority,
                new HttpRequestException(why, new TransferException(why, e))
            );
        }
    }

    private async Task WaitAsync(string why, TimeSpan delay, CancellationToken cancel)
    {
        Retrying?.Invoke(why, delay);
        await Task.Delay(delay, cancel);
    }

    private bool CanFallBackToPlain(HttpRequestException e) =>
        e.HttpRequestError == HttpRequestError.SecureConnectionError
        && Endpoint is { MayBePlain: true, PlainHttp: false };

    private static bool MayPass(HttpStatusCode status) =>
        (int)status is 408 or 429 or 500 or 502 or 503 or 504;

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } header
            ? null
            : header.Delta
                ?? (
                    header.Date - DateTimeOffset.UtcNow is { Ticks: > 0 } wait
                        ? wait
                        : TimeSpan.Zero
                );

    // nobody is there, the name is wrong or the certificate is: the next try would say the same
    private static bool IsFinal(HttpRequestException e) =>
        e.HttpRequestError
            is HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError
        || e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };

    // the registry's API may live at another host than its images' names, and a redirect leads to a third one
    private string Asked(HttpRequestException e) =>
        e is UnreachedException { Host: { } host } && host != Endpoint.Host
            ? $"{Endpoint.Host} at {host}"
            : Endpoint.Host;

    private string Why(HttpRequestException e) =>
        e.HttpRequestError == HttpRequestError.SecureConnectionError
        && _certificate.Fault is { } fault
            ? $"TLS: {fault}"
            : TransportFailure.Of(e);

    public void Dispose()
    {
        _authentication.Dispose();
        _http.Dispose();
    }
}
