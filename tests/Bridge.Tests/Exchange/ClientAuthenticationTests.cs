using System.Collections.Immutable;
using System.Text;
using Bridge.Configuration;
using Bridge.Exchange;
using Bridge.Keys;
using Xunit;

namespace Bridge.Tests.Exchange;

public sealed class ClientAuthenticationTests
{
    private const string Secret = "s3cret+with:%20&é";
    private const string Next = "the next one";

    private static readonly ConfigurationInForce Configuration = With(
        new Client(Client.DefaultId, Public: true, Enabled: true, [], null),
        new Client("robot", Public: false, Enabled: true, [TestConfiguration.Hash(Secret), TestConfiguration.Hash(Next)], null),
        new Client("a b:c", Public: false, Enabled: true, [TestConfiguration.Hash("x")], null),
        new Client("gone", Public: false, Enabled: false, [TestConfiguration.Hash(Secret)], null),
        new Client("bare", Public: false, Enabled: true, [], null));

    [Fact]
    public void Request_that_names_nobody_is_the_default_clients() => Assert.Equal(Client.DefaultId, Authenticated());

    [Fact]
    public void Default_client_may_be_named() => Assert.Equal(Client.DefaultId, Authenticated(clientId: Client.DefaultId));

    [Fact]
    public void Default_client_that_is_off_serves_nobody()
    {
        var off = With(new Client(Client.DefaultId, Public: true, Enabled: false, [], null));
        Assert.Equal("client_invalid", Refused(configuration: off));
        Assert.Equal("client_invalid", Refused(configuration: With()));
    }

    [Theory]
    [InlineData(Secret)]
    [InlineData(Next)]
    public void Secret_authenticates_in_the_form_and_in_the_header(string secret)
    {
        Assert.Equal("robot", Authenticated(clientId: "robot", secret: secret));
        Assert.Equal("robot", Authenticated(authorization: Basic("robot", secret)));
        Assert.Equal("robot", Authenticated(authorization: Basic("robot", secret).Replace("Basic", "bASIC", StringComparison.Ordinal), clientId: "robot"));
    }

    [Fact]
    public void Halves_of_a_basic_credential_are_form_encoded()
    {
        Assert.Equal("a b:c", Authenticated(authorization: "Basic " + Convert.ToBase64String("a+b%3Ac:x"u8)));
        Assert.Equal("client_invalid", Refused(authorization: "Basic " + Convert.ToBase64String("a b:c:x"u8)));
    }

    [Theory]
    [InlineData("robot", null)]
    [InlineData("robot", "wrong")]
    [InlineData("nobody", null)]
    [InlineData("nobody", Secret)]
    [InlineData("gone", Secret)]
    [InlineData("bare", null)]
    [InlineData("bare", "")]
    [InlineData("bare", "x")]
    [InlineData("gitlab-ci", "x")]
    [InlineData(null, "x")]
    [InlineData("GITLAB-CI", null)]
    [InlineData("gitlab-ci ", null)]
    public void Any_other_id_or_credential_is_never_the_default_clients(string? clientId, string? secret)
    {
        Assert.Equal("client_invalid", Refused(clientId, secret));
        if (clientId is not null && secret is not null)
            Assert.Equal("client_invalid", Refused(authorization: Basic(clientId, secret)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!")]
    [InlineData("Basic cm9ib3Q=")]
    [InlineData("Basic OnNlY3JldA==")]
    [InlineData("Basic Og==")]
    [InlineData("Basic cm9ib3Q6/w==")]
    [InlineData("Bearer cm9ib3Q6eA==")]
    [InlineData("Basic Z2l0bGFiLWNpOg==")]
    [InlineData("Basic cm9ib3Q6eA==, Basic cm9ib3Q6eA==")]
    [InlineData("é")]
    public void Header_that_is_no_sound_basic_credential_is_refused(string authorization) => Assert.Equal("client_invalid", Refused(authorization: authorization));

    [Fact]
    public void Octets_that_are_no_text_do_not_pass_for_their_replacement()
    {
        var configuration = With(new Client("robot", Public: false, Enabled: true, [TestConfiguration.Hash("\uFFFD")], null));
        Assert.Equal("client_invalid", Refused(authorization: "Basic " + Convert.ToBase64String([.. "robot:"u8, 0xFF]), configuration: configuration));
    }

    [Fact]
    public void Two_methods_at_once_are_a_mistake_even_if_both_are_right() =>
        Assert.Equal("client_authentication_ambiguous", Refused("robot", Secret, Basic("robot", Secret)));

    [Fact]
    public void Header_of_one_client_and_id_of_another_are_refused()
    {
        Assert.Equal("client_invalid", Refused(clientId: Client.DefaultId, authorization: Basic("robot", Secret)));
        Assert.Equal("client_invalid", Refused(clientId: "robot", authorization: "Bearer x"));
    }

    [Fact]
    public void Client_assertion_is_nobodys() => Assert.Equal("client_invalid", Refused(assertion: "a.b.c"));

    private static string Basic(string id, string secret) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}"));

    private static ConfigurationInForce With(params Client[] clients) =>
        new(1, [], ImmutableDictionary<string, ImmutableArray<Bridge.Policies.Condition>>.Empty, [], [.. clients], [], new KeyRing([]));

    private static string Authenticated(string? clientId = null, string? secret = null, string? authorization = null)
    {
        var outcome = ClientAuthentication.Check(Request(clientId, secret, authorization, null), Configuration);
        Assert.True(outcome.Is(out var client, out var refused), refused?.ToString());
        return client.Id;
    }

    private static string Refused(string? clientId = null, string? secret = null, string? authorization = null, string? assertion = null, ConfigurationInForce? configuration = null)
    {
        Assert.False(ClientAuthentication.Check(Request(clientId, secret, authorization, assertion), configuration ?? Configuration).Is(out _, out var refused));
        return Bridge.Refusals.RefusalTable.Of(refused.Reason).Code;
    }

    private static TokenRequest Request(string? clientId, string? secret, string? authorization, string? assertion)
    {
        var form = new (string Name, string? Value)[]
        {
            ("grant_type", TokenRequest.GrantType), ("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"), ("subject_token", "x"),
            ("client_id", clientId), ("client_secret", secret), ("client_assertion", assertion),
        };
        Assert.True(TokenRequest.Parse(new([.. form.Where(parameter => parameter.Value is not null).Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value!))], authorization, "")).Is(out var request, out _));
        return request;
    }
}
