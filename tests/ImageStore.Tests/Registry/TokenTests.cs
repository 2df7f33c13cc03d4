using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Registry;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Registry;

/// <summary>The way from a Bearer challenge to a token: POST as OAuth2 has it, GET as docker had it first.</summary>
public sealed class TokenTests : IDisposable
{
    private const string Path = "/v2/team/thing/manifests/1";
    private readonly HostileRegistry _registry = new();

    public TokenTests() =>
        _registry.Answers[Path] = r =>
            r.Headers.GetValueOrDefault("Authorization") == "Bearer good"
                ? HostileRegistry.Ok("it"u8.ToArray())
                : HostileRegistry.Answer(
                    "401 Unauthorized",
                    [],
                    $"WWW-Authenticate: Bearer realm=\"http://{_registry.Host}/token\",service=\"the service\",scope=\"repository:team/thing:pull\""
                );

    [Fact]
    public async Task A_password_is_posted_and_stands_in_no_address()
    {
        Tokens(r => r.Method == "POST" ? "{\"access_token\":\"good\"}" : null);
        await AskAsync(new RegistryCredentials("alice", "p&ss=1"));
        HostileRegistry.Request asked = Assert.Single(TokenRequests());
        Assert.Equal("/token", asked.Path);
        string[] form = asked.Body.Split('&');
        Assert.Contains("grant_type=password", form);
        Assert.Contains("username=alice", form);
        Assert.Contains("password=p%26ss%3D1", form);
        Assert.Contains("service=the+service", form);
        Assert.Contains("scope=repository%3Ateam%2Fthing%3Apull", form);
    }

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("401 Unauthorized")]
    [InlineData("404 Not Found")]
    [InlineData("405 Method Not Allowed")]
    public async Task A_server_that_knows_no_post_is_asked_by_get_with_the_password(string answer)
    {
        Tokens(r => r.Method == "GET" ? "{\"token\":\"good\"}" : null, answer);
        await AskAsync(new RegistryCredentials("alice", "secret"));
        Assert.Equal(["POST", "GET"], TokenRequests().Select(r => r.Method));
        HostileRegistry.Request asked = TokenRequests()[1];
        Assert.Equal(
            "/token?service=the%20service&scope=repository%3Ateam%2Fthing%3Apull",
            asked.Path
        );
        Assert.Equal(
            "Basic " + Convert.ToBase64String("alice:secret"u8),
            asked.Headers["Authorization"]
        );
    }

    [Fact]
    public async Task Without_a_login_a_token_is_asked_for_by_get_with_nothing()
    {
        Tokens(_ => "{\"token\":\"good\"}");
        await AskAsync(null);
        HostileRegistry.Request asked = Assert.Single(TokenRequests());
        Assert.Equal("GET", asked.Method);
        Assert.False(asked.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task An_identity_token_is_posted_as_a_refresh_token()
    {
        Tokens(r => r.Method == "POST" ? "{\"access_token\":\"good\"}" : null);
        await AskAsync(new RegistryCredentials("", "", "refresh me"));
        string[] form = Assert.Single(TokenRequests()).Body.Split('&');
        Assert.Contains("grant_type=refresh_token", form);
        Assert.Contains("refresh_token=refresh+me", form);
        Assert.DoesNotContain(form, x => x.StartsWith("password=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_refuses_is_an_error_without_the_password()
    {
        Tokens(_ => null, "403 Forbidden");
        ImageStoreException error = await Assert.ThrowsAsync<ImageStoreException>(() =>
            AskAsync(new RegistryCredentials("alice", "secret"))
        );
        Assert.Contains("403", error.Message);
        Assert.DoesNotContain("secret", error.Message);
        Assert.Single(TokenRequests());
    }

    private void Tokens(
        Func<HostileRegistry.Request, string?> answer,
        string otherwise = "405 Method Not Allowed"
    ) =>
        _registry.Answers["/token"] = r =>
            answer(r) is { } json
                ? HostileRegistry.Ok(Encoding.ASCII.GetBytes(json))
                : HostileRegistry.Answer(otherwise, []);

    private HostileRegistry.Request[] TokenRequests() =>
        [.. _registry.Requests.Where(r => r.Path.StartsWith("/token", StringComparison.Ordinal))];

    private async Task AskAsync(RegistryCredentials? login)
    {
        RegistryEndpoint endpoint = new(_registry.Host, "team/thing", PlainHttp: true);
        using RegistryClient client = new(
            endpoint,
            new RegistryOptions { Attempts = 1 },
            () => login
        );
        using HttpResponseMessage response = await client.GetAsync(
            "manifests/1",
            _ => { },
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    public void Dispose() => _registry.Dispose();
}
