using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.Configuration.Reading;
using Bridge.GitLab;
using Bridge.Policies;

namespace Bridge.Configuration.Compiling;

/// <summary>Reads a relying party with its rules and claims.</summary>
internal sealed class RelyingPartyReader(CompilerRun run, ImmutableArray<ClaimMapping> defaults)
{
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromMinutes(10);

    public ReadThing<RelyingParty> Read(MapReader map, int version)
    {
        var id = map.Id() ?? "";
        var (profile, settings) = ProfileReader.Read(map);
        var (audience, algorithm) = ProfileReader.Fitting(map, profile);
        var scopes = Scopes(map);
        var party = new RelyingParty
        {
            Id = id,
            Version = version,
            Enabled = map.Flag("enabled", true),
            Audience = audience,
            Resource = Resource(map),
            Profile = profile,
            ProfileSettings = settings,
            Algorithm = algorithm,
            Lifetime = map.Duration("lifetime", RelyingParty.ShortestLifetime, run.LongestLifetime) ?? TimeSpan.FromTicks(Math.Min(UsualLifetime.Ticks, run.LifetimeCeiling.Ticks)),
            OutliveSubjectToken = map.Flag("outlive_subject_token", false),
            Scopes = scopes,
            Replay = map.OneOf("replay", Replay.Unlimited, ("unlimited", Replay.Unlimited), ("once", Replay.Once)),
            Clients = map.Texts("clients"),
            Kinds = map.Kinds("kinds"),
            RequestedTokenTypes = TokenTypes(map, profile),
            EnrolledProjects = map.Flag("enrolled_projects", profile.EnrolledProjects),
            RequiredComponents = RequiredComponents(map),
            Rules = new RuleReader(run).Read(map, scopes),
            Mappings = Mappings(map, profile),
        };
        map.Done();
        return new(party, map);
    }

    private static string? Resource(MapReader map)
    {
        var resource = map.Text("resource");
        // RFC 8707 §2: an absolute URI without a fragment.
        if (resource is null || (Uri.TryCreate(resource, UriKind.Absolute, out _) && HasScheme(resource) && !resource.Contains('#', StringComparison.Ordinal)))
            return resource;
        map.Mistake("resource", "must be an absolute URI without a fragment");
        return null;
    }

    // A rooted path is an absolute file URI to .NET, and no URI at all to RFC 3986 §4.3.
    private static bool HasScheme(string uri) => uri.Split(':', 2) is [var scheme, _]
        && char.IsAsciiLetter(uri[0]) && scheme.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '-' or '.');

    private static ImmutableArray<string> Scopes(MapReader map)
    {
        var scopes = map.Texts("scopes", empty: true) ?? [];
        // RFC 6749 §3.3: %x21 / %x23-5B / %x5D-7E.
        foreach (var scope in scopes.Where(scope => scope.Any(character => character is < '!' or > '~' or '"' or '\\')))
            map.Mistake("scopes", $"{scope} is no scope: printable ASCII without space, \" and \\");
        if (scopes.Contains("openid"))
            map.Mistake("scopes", "openid is accepted always and means nothing: leave it out");
        return scopes;
    }

    private static ImmutableArray<TokenType> TokenTypes(MapReader map, Profile profile)
    {
        if (map.Texts("requested_token_types") is not { } words)
            return [profile.DefaultTokenType];
        if (words.FirstOrDefault(word => Claims.TokenTypes.Parse(word) is null) is { } unknown)
            map.Mistake("requested_token_types", $"{unknown} is not one of access_token, id_token and jwt");
        else if (!words.IsEmpty && !words.Contains(profile.DefaultTokenType.Word()))
            map.Mistake("requested_token_types", $"must have {profile.DefaultTokenType.Word()}, which the profile {profile.Name} gives when nothing is asked for");
        return [.. words.Select(Claims.TokenTypes.Parse).OfType<TokenType>()];
    }

    private static ImmutableArray<string> RequiredComponents(MapReader map)
    {
        var components = map.Texts("required_components", empty: true) ?? [];
        if (components.FirstOrDefault(claim => !GitLabClaims.IsComponent(claim)) is { } unknown)
            map.Mistake("required_components", $"{unknown} is no claim that a sub can be built of");
        return components;
    }

    private ImmutableArray<ClaimMapping> Mappings(MapReader map, Profile profile)
    {
        var own = new List<ClaimMapping>();
        if (map.Map("claims") is { } claims)
        {
            foreach (var target in claims.Names.Distinct().ToList())
            {
                if (claims.Map(target) is { } form && MappingReader.Claim(target, form) is { } mapping)
                    own.Add(mapping);
                if (profile.TargetMistake(target) is { } mistake)
                    claims.Mistake(target, mistake);
            }

            claims.Done();
        }

        return [.. defaults.Where(mapping => profile.TargetMistake(mapping.Target) is null && own.All(mine => mine.Target != mapping.Target)), .. own];
    }
}
