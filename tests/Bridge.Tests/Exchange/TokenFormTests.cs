using Bridge.Exchange;
using Bridge.Refusals;
using Bridge.Testing;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Exchange;

public sealed class TokenFormTests
{
    private static readonly (string Name, string Value)[] Sound =
    [
        ("grant_type", TokenRequest.GrantType), ("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"), ("subject_token", "a.b.c"), ("audience", "x"),
    ];

    [Fact]
    public void Sound_form_is_read_as_it_came()
    {
        var request = Parsed(("audience", "y"), ("resource", "urn:a"), ("scope", "b openid a b"), ("client_id", "c"), ("client_secret", "s"), ("requested_token_type", "urn:ietf:params:oauth:token-type:id_token"));
        Assert.Equal(["x", "y"], request.Audiences);
        Assert.Equal(["urn:a"], request.Resources);
        Assert.Equal(["b", "a"], request.Scopes);
        Assert.Equal(("a.b.c", "c", "s", true, Bridge.Claims.TokenType.IdToken), (request.SubjectToken, request.ClientId, request.ClientSecret, request.OpenId, request.RequestedTokenType));
    }

    [Theory]
    [InlineData("grant_type", null, "parameter_missing")]
    [InlineData("grant_type", "", "parameter_missing")]
    [InlineData("grant_type", "client_credentials", "grant_type_unsupported")]
    [InlineData("grant_type", "URN:ietf:params:oauth:grant-type:token-exchange", "grant_type_unsupported")]
    [InlineData("subject_token", null, "parameter_missing")]
    [InlineData("subject_token_type", null, "parameter_missing")]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:access_token", "subject_token_type_unsupported")]
    [InlineData("actor_token", "x", "actor_token_unsupported")]
    [InlineData("actor_token_type", "urn:ietf:params:oauth:token-type:jwt", "actor_token_unsupported")]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:saml2", "requested_token_type_unsupported")]
    [InlineData("requested_token_type", "id_token", "requested_token_type_unsupported")]
    [InlineData("scope", " ", "scope_malformed")]
    [InlineData("scope", "a  b", "scope_malformed")]
    [InlineData("scope", "a\tb", "scope_malformed")]
    [InlineData("scope", "a\"b", "scope_malformed")]
    [InlineData("scope", "é", "scope_malformed")]
    [InlineData("resource", "service", "target_malformed")]
    [InlineData("resource", "/service", "target_malformed")]
    [InlineData("resource", "/service:8443", "target_malformed")]
    [InlineData("resource", "//service.example.com/x:y", "target_malformed")]
    [InlineData("resource", "https://service.example.com/#here", "target_malformed")]
    [InlineData("resource", "https://service.example.com/#", "target_malformed")]
    public void Unsound_parameter_is_refused_by_name(string name, string? value, string reason)
    {
        var form = Sound.Where(parameter => parameter.Name != name);
        Assert.Equal(reason, RefusalTable.Of(Refused(value is null ? form : form.Append((name, value))).Reason).Code);
    }

    [Theory]
    [InlineData("HTTPS://Service.example.com/a?b=c")]
    [InlineData("urn:example:service")]
    [InlineData("spiffe://example.com/service")]
    public void Absolute_resource_is_taken(string resource) => Assert.Equal([resource], Parsed(("resource", resource)).Resources);

    [Theory]
    [InlineData("subject_token")]
    [InlineData("client_id")]
    [InlineData("scope")]
    [InlineData("something_else")]
    public void Repeated_parameter_is_refused(string name)
    {
        var refused = Refused([.. Sound.Where(parameter => parameter.Name != name), (name, "1"), (name, "1")]);
        Assert.Equal((Reason.ParameterRepeated, name), (refused.Reason, refused.Name));
    }

    [Fact]
    public void Parameter_without_a_value_counts_as_left_out()
    {
        var request = Parsed(("client_id", ""), ("client_secret", ""), ("scope", ""), ("requested_token_type", ""), ("actor_token", ""), ("audience", ""), ("subject_token", ""));
        Assert.Equal((null, null, null), (request.ClientId, request.ClientSecret, request.RequestedTokenType));
        Assert.Equal(["x"], request.Audiences);
        Assert.Empty(request.Scopes);
    }

    [Fact]
    public void What_the_host_could_not_read_is_refused_as_it_says() =>
        Assert.Equal(Reason.RequestTooLarge, Refusal(TokenRequest.Parse(new([], null, "", new Refused(Reason.RequestTooLarge)))).Reason);

    // Compared each with each they are five hundred billion pairs, which no test run sees the end of.
    [Fact]
    public void Form_of_a_million_parameters_ends()
    {
        var form = Enumerable.Range(0, 1_000_000).Select(number => ($"p{number:x5}", "1")).Concat(Sound);
        Assert.True(Parse(form).Is(out _, out _));
    }

    [Fact]
    public void No_form_whatever_throws() => FsCheck.Check.One(Cases.Of(100), Prop.ForAll<(string, string)[]>(form =>
    {
        var parameters = form.Select(parameter => (parameter.Item1 ?? "", parameter.Item2 ?? "")).ToList();
        return Parse(parameters).Is(out _, out var refused) || refused.Reason != Reason.Unspecified;
    }));

    private static Outcome<TokenRequest> Parse(IEnumerable<(string Name, string Value)> form) =>
        TokenRequest.Parse(new IncomingRequest([.. form.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))], null, ""));

    private static TokenRequest Parsed(params (string, string)[] more)
    {
        Assert.True(Parse(Sound.Concat(more)).Is(out var request, out var refused), refused?.ToString());
        return request;
    }

    private static Refused Refused(IEnumerable<(string, string)> form) => Refusal(Parse(form));

    private static Refused Refusal(Outcome<TokenRequest> outcome)
    {
        Assert.False(outcome.Is(out _, out var refused));
        return refused;
    }
}
