using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.Exchange;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Keys;
using Bridge.Policies;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Simulator.Tokens;
using Bridge.Subjects;
using Bridge.Testing;
using Bridge.Testing.Simulation;
using Bridge.Tests.Keys;
using Bridge.Tokens;
using Xunit;

namespace Bridge.Tests.Exchange;

/// <summary>
/// A Bridge with a simulated GitLab whose jobs ask it for tokens. Only the three walls are fakes; the configuration, the pins
/// and the records stand in <see cref="Store"/>.
/// </summary>
internal sealed class TestBridge : IAsyncDisposable
{
    public const string Url = "https://bridge.example.com";
    public const string Audience = "https://service.example.com";
    public const string Secret = "a secret of 256 random bits";

    private readonly ConfigurationCache cache;
    private readonly IssuerKeys keys;
    private readonly IssuerLimiter limiter = new();

    private TestBridge(GitLabSimulator gitLab, ManualClock clock, ExchangeSettings settings)
    {
        (GitLab, Clock) = (gitLab, clock);
        Store = new MemoryStore(new TestConfiguration(gitLab, clock));
        cache = new ConfigurationCache(Store, Store.Compile, clock);
        keys = new IssuerKeys(clock);
        Exchange = new TokenExchange(cache, Store, new TokenVerifier(keys), limiter, new Recorder(Store), new TokenMinter(Url), settings, clock);
    }

    public GitLabSimulator GitLab { get; }

    public ManualClock Clock { get; }

    public MemoryStore Store { get; }

    public TokenExchange Exchange { get; }

    public ExchangeRecord Record => Assert.Single(Store.Records);

    public static async Task<TestBridge> StartAsync(ExchangeSettings? settings = null)
    {
        var clock = new ManualClock();
        return new TestBridge(await GitLabSimulator.StartAsync(time: clock, ct: TestContext.Current.CancellationToken), clock, settings ?? new ExchangeSettings { Issuer = Url });
    }

    /// <summary>A well-formed request; a null value leaves a parameter out.</summary>
    public IncomingRequest Request(string? token = null, string? authorization = null, params (string Name, string? Value)[] changes)
    {
        var form = new List<KeyValuePair<string, string>>
        {
            new("grant_type", Bridge.Exchange.TokenRequest.GrantType),
            new("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"),
            new("subject_token", token ?? GitLab.Mint(Url)),
            new("audience", Audience),
        };
        form.RemoveAll(parameter => changes.Any(change => change.Name == parameter.Key));
        form.AddRange(changes.Where(change => change.Value is not null).Select(change => KeyValuePair.Create(change.Name, change.Value!)));
        return new IncomingRequest(form, authorization, "192.0.2.1");
    }

    public Task<ExchangeAnswer> SendAsync(IncomingRequest request) => Exchange.ExchangeAsync(request, TestContext.Current.CancellationToken);

    public Task<ExchangeAnswer> SendAsync(string? token = null, params (string Name, string? Value)[] changes) => SendAsync(Request(token, null, changes));

    /// <summary>The answer to a job with some claims of its own.</summary>
    public Task<ExchangeAnswer> SendAsync(JsonObject claims, TokenPreset preset = TokenPreset.Branch) => SendAsync(GitLab.Mint(Url, preset, claims));

    public async ValueTask DisposeAsync()
    {
        cache.Dispose();
        keys.Dispose();
        limiter.Dispose();
        await GitLab.DisposeAsync();
    }
}

/// <summary>What tests read off answers.</summary>
internal static class Answers
{
    public static ExchangeAnswer.Issued Issued(this ExchangeAnswer answer) => answer is ExchangeAnswer.Issued issued
        ? issued
        : throw new InvalidOperationException(answer is ExchangeAnswer.NotIssued { Answer: var refusal } ? refusal.ToString() : answer.ToString());

    public static RefusalAnswer Refused(this ExchangeAnswer answer) => Assert.IsType<ExchangeAnswer.NotIssued>(answer).Answer;

    public static JsonElement Claims(this ExchangeAnswer answer) => JsonDocument.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(answer.Issued().Token.Text.Split('.')[1])).RootElement;

    public static string? Claim(this ExchangeAnswer answer, string name) => answer.Claims().TryGetProperty(name, out var value) ? value.ToString() : null;
}

/// <summary>What an administrator would set up: one GitLab, one service for everybody, one confidential client.</summary>
internal sealed record TestConfiguration
{
    public TestConfiguration(GitLabSimulator gitLab, TimeProvider time)
    {
        Issuers =
        [
            new Issuer
            {
                Id = "gitlab",
                Name = "GitLab",
                Enabled = true,
                Accepted = [new(gitLab.Issuer, TokenKind.IdToken | TokenKind.V2)],
                GitLabUrl = gitLab.Url,
                SubjectPrefix = "",
                Keys = new KeyOrigin(new Uri(gitLab.Url + "/.well-known/openid-configuration"), null, null, Insecure: false, null, null, TimeSpan.FromHours(24)),
                Algorithms = ["RS256"],
                Audiences = [TestBridge.Url],
                FurtherAudiences = [],
                MaximumAge = TimeSpan.FromHours(1),
                ForkPipelines = ForkPipelines.Assume,
                LegacyUntil = ImmutableDictionary<TokenKind, DateTimeOffset>.Empty,
                PermitsPerMinute = 600,
            },
        ];
        Clients =
        [
            new Client(Client.DefaultId, Public: true, Enabled: true, [], DefaultAudience: null),
            new Client("robot", Public: false, Enabled: true, [Hash(TestBridge.Secret)], DefaultAudience: TestBridge.Audience),
        ];
        Keys = TestSigningKeys.Ring(time.GetUtcNow());
    }

    public ImmutableArray<Issuer> Issuers { get; init; }

    public ImmutableDictionary<string, ImmutableArray<Condition>> Mandatory { get; init; } = ImmutableDictionary<string, ImmutableArray<Condition>>.Empty;

    public RelyingParty Party { get; init; } = new()
    {
        Id = "service",
        Version = 3,
        Enabled = true,
        Audience = TestBridge.Audience,
        Resource = "urn:example:service",
        Profile = new PlainProfile(),
        ProfileSettings = ProfileSettings.None,
        Algorithm = "ES256",
        Lifetime = TimeSpan.FromMinutes(10),
        OutliveSubjectToken = false,
        Scopes = ["read", "write"],
        Replay = Replay.Unlimited,
        Clients = null,
        Kinds = TokenKind.IdToken,
        RequestedTokenTypes = [TokenType.AccessToken, TokenType.Jwt],
        EnrolledProjects = false,
        RequiredComponents = [],
        Rules = [new Rule { Id = "everyone", Effect = RuleEffect.Allow, Shadow = false, Forks = false, Conditions = [], Lifetime = null, Scopes = null }],
        Mappings = [],
    };

    public ImmutableArray<RelyingParty> OtherParties { get; init; } = [];

    public ImmutableArray<Client> Clients { get; init; }

    public ImmutableArray<SubTemplate> Templates { get; init; } = [];

    public KeyRing Keys { get; init; }

    public static ImmutableArray<byte> Hash(string secret) => [.. System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret))];

    public TestConfiguration With(Func<RelyingParty, RelyingParty> change) => this with { Party = change(Party) };

    public TestConfiguration WithIssuer(Func<Issuer, Issuer> change) => this with { Issuers = [change(Issuers[0]), .. Issuers.Skip(1)] };

    public TestConfiguration WithMandatory(params Condition[] conditions) => this with { Mandatory = Mandatory.SetItem("gitlab", [.. conditions]) };

    public ConfigurationInForce InForce(long revision) => new(revision, Issuers, Mandatory, [Party, .. OtherParties], Clients, Templates, Keys);
}
