using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace ContainerRt.ImageStore.Registry;

/// <summary>
/// Proves to one registry who asks: nothing at first, then what its challenge wants. Tokens are kept by scope
/// until they expire, and requests that are refused at one time fetch one token.
/// </summary>
internal sealed class Authentication(
    RegistryEndpoint endpoint,
    RegistryOptions options,
    HttpClient http,
    Func<RegistryCredentials?> find
) : IDisposable
{
    private const int MaxAnswer = 1024 * 1024;
    private static readonly TimeSpan _defaultLife = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Lazy<RegistryCredentials?> _credentials = new(find);
    private (AuthenticationHeaderValue Header, DateTimeOffset Until)? _current;

    /// <summary>What the next request carries, if anything is known yet.</summary>
    public AuthenticationHeaderValue? Header =>
        _current is { } current && current.Until > DateTimeOffset.UtcNow ? current.Header : null;

    public bool HasCredentials => _credentials.Value is not null;

    /// <summary>Answers a refusal. False when there is nothing new to try.</summary>
    public async Task<bool> AnswerAsync(HttpResponseMessage refused, CancellationToken cancel)
    {
        AuthenticationHeaderValue? used = refused.RequestMessage?.Headers.Authorization;
        List<Challenge> challenges = refused.Headers.TryGetValues(
            "WWW-Authenticate",
            out IEnumerable<string>? values
        )
            ? [.. values.SelectMany(ChallengeParser.Parse)]
            : [];
        await _gate.WaitAsync(cancel);
        try
        {
            if (Header is { } newer && newer.Parameter != used?.Parameter)
            {
                return true;
            }
            _current = null;
            if (challenges.Find(c => c.Is("Bearer")) is { } bearer)
            {
                _current = await FetchTokenAsync(bearer, cancel);
            }
            else if (challenges.Exists(c => c.Is("Basic")) && _credentials.Value is { } known)
            {
                _current = (Basic(known), DateTimeOffset.MaxValue);
            }
            return _current is not null && Header?.Parameter != used?.Parameter;
        }
        finally
        {
            _gate.Release();
        }
    }

    private static AuthenticationHeaderValue Basic(RegistryCredentials known) =>
        new(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{known.Username}:{known.Password}"))
        );

    private async Task<(AuthenticationHeaderValue, DateTimeOffset)> FetchTokenAsync(
        Challenge challenge,
        CancellationToken cancel
    )
    {
        if (_credentials.Value?.RegistryToken is { } fixedToken)
        {
            return (new AuthenticationHeaderValue("Bearer", fixedToken), DateTimeOffset.MaxValue);
        }
        Uri realm = Realm(challenge);
        string scope = string.Join(
            ' ',
            (challenge["scope"]?.Split(' ') ?? [])
                .Append($"repository:{endpoint.Repository}:pull")
                .Distinct()
                .Order()
        );
        string service = challenge["service"] ?? "";
        TokenResponse? answer = null;
        if (_credentials.Value is { } known)
        {
            answer = await PostAsync(realm, service, scope, known, cancel);
        }
        answer ??= await GetAsync(realm, service, scope, cancel);
        string token =
            answer.Token ?? answer.AccessToken ?? throw Failed(realm, "the answer holds no token");
        TimeSpan life = answer.ExpiresIn is > 0 and int seconds
            ? TimeSpan.FromSeconds(seconds)
            : _defaultLife;
        return (new AuthenticationHeaderValue("Bearer", token), DateTimeOffset.UtcNow + life);
    }

    // A registry spoken to by TLS may not send the password over plain HTTP.
    private Uri Realm(Challenge challenge)
    {
        string text = challenge["realm"] ?? "";
        bool isAddress = Uri.TryCreate(text, UriKind.Absolute, out Uri? realm);
        return
            isAddress
            && (realm!.Scheme == "https" || (realm.Scheme == "http" && AllowsPlain(realm)))
            ? realm
            : throw new ImageStoreException(
                $"log in to {endpoint.Host}: it names \"{text}\" as its token server, which is not an https address"
            );
    }

    private bool AllowsPlain(Uri realm) =>
        endpoint.PlainHttp || endpoint.MayBePlain || RegistryEndpoint.IsLoopback(realm.Authority);

    private async Task<TokenResponse?> PostAsync(
        Uri realm,
        string service,
        string scope,
        RegistryCredentials known,
        CancellationToken cancel
    )
    {
        Dictionary<string, string> form = new(StringComparer.Ordinal)
        {
            ["service"] = service,
            ["scope"] = scope,
            ["client_id"] = "crt",
        };
        if (known.IdentityToken is { } refresh)
        {
            form["grant_type"] = "refresh_token";
            form["refresh_token"] = refresh;
        }
        else
        {
            form["grant_type"] = "password";
            form["username"] = known.Username;
            form["password"] = known.Password;
        }
        using HttpRequestMessage request = new(HttpMethod.Post, realm)
        {
            Content = new FormUrlEncodedContent(form),
        };
        using HttpResponseMessage response = await SendAsync(request, cancel);
        // these mean that the server does not know the OAuth2 form: docker's older GET is asked instead
        return (int)response.StatusCode is 400 or 401 or 404 or 405
            ? null
            : await ReadAsync(realm, response, cancel);
    }

    private async Task<TokenResponse> GetAsync(
        Uri realm,
        string service,
        string scope,
        CancellationToken cancel
    )
    {
        StringBuilder query = new(realm.Query.TrimStart('?'));
        foreach (
            string pair in new[] { $"service={Uri.EscapeDataString(service)}" }.Concat(
                scope.Split(' ').Select(s => $"scope={Uri.EscapeDataString(s)}")
            )
        )
        {
            query.Append(query.Length == 0 ? "" : "&").Append(pair);
        }
        Uri address = new UriBuilder(realm) { Query = query.ToString() }.Uri;
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (_credentials.Value is { IdentityToken: null } known)
        {
            request.Headers.Authorization = Basic(known);
        }
        using HttpResponseMessage response = await SendAsync(request, cancel);
        return await ReadAsync(realm, response, cancel);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancel
    )
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            cancel
        );
        limit.CancelAfter(options.AnswerTimeout);
        try
        {
            return await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                limit.Token
            );
        }
        catch (HttpRequestException e)
        {
            throw Failed(request.RequestUri!, TransportFailure.Of(e), e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw Failed(
                request.RequestUri!,
                $"no answer in {options.AnswerTimeout.TotalSeconds} seconds",
                e
            );
        }
    }

    private async Task<TokenResponse> ReadAsync(
        Uri realm,
        HttpResponseMessage response,
        CancellationToken cancel
    )
    {
        if (!response.IsSuccessStatusCode)
        {
            throw Failed(realm, $"{(int)response.StatusCode} {response.ReasonPhrase}");
        }
        try
        {
            byte[] body = await BoundedBody.ReadAsync(
                response.Content,
                (MaxAnswer, options),
                $"the token of {realm.Host}",
                cancel
            );
            return JsonSerializer.Deserialize(body, RegistryJson.Default.TokenResponse)
                ?? new TokenResponse();
        }
        catch (Exception e) when (TransportFailure.Is(e))
        {
            throw Failed(realm, TransportFailure.Of(e), e);
        }
        catch (JsonException e)
        {
            throw Failed(realm, "the answer is not JSON of a token", e);
        }
    }

    private ImageStoreException Failed(Uri realm, string why, Exception? inner = null) =>
        new(
            $"fetch a token for {endpoint.Host}/{endpoint.Repository} from {realm.Host}: {why}",
            inner
        );

    public void Dispose() => _gate.Dispose();
}
