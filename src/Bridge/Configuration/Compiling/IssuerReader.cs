using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration.Reading;
using Bridge.GitLab;
using Bridge.Policies;

namespace Bridge.Configuration.Compiling;

/// <summary>An issuer with the conditions that must hold for every job of it.</summary>
internal sealed record IssuerWithConditions(Issuer Issuer, ImmutableArray<Condition> Mandatory);

/// <summary>Reads an issuer.</summary>
internal sealed class IssuerReader(CompilerRun run)
{
    // RFC 7518 §3.1. The symmetric ones would take a public key for a secret, and none is no signature.
    private static readonly string[] Asymmetric = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public ReadThing<IssuerWithConditions> Read(MapReader map)
    {
        var id = map.Id();
        var url = Url(map);
        var issuer = new Issuer
        {
            Id = id ?? "",
            Name = map.Text("name") ?? id ?? "",
            Enabled = map.Flag("enabled", true),
            Accepted = AcceptedReader.Read(map, url),
            GitLabUrl = url,
            SubjectPrefix = map.Text("subject_prefix", empty: true) ?? "",
            Keys = KeyOriginReader.Read(map, url),
            Algorithms = Algorithms(map),
            Audiences = map.Texts("audiences") ?? [run.Issuer],
            FurtherAudiences = map.Texts("further_audiences", empty: true) ?? [],
            MaximumAge = map.Duration("maximum_age", TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)) ?? TimeSpan.FromHours(1),
            ForkPipelines = map.OneOf("fork_pipelines", ForkPipelines.Assume, ("assume", ForkPipelines.Assume), ("never", ForkPipelines.Never)),
            LegacyUntil = AcceptedReader.Legacy(map, run.Writing),
            SignIn = SignIn(map, id, url),
            PermitsPerMinute = map.WholeNumber("permits_per_minute", 1, 10_000_000) ?? 6000,
        };
        var mandatory = ConditionReader.Read(map, "mandatory");
        var shared = map.Flag("shared", false);
        map.Done();
        IssuerChecks.Check(issuer, mandatory, shared, map);
        return new(new(issuer, mandatory), map);
    }

    private static string? Url(MapReader map)
    {
        if (map.Text("url") is not { } url)
            return null;
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "https" or "http", UserInfo: "", Query: "", Fragment: "" })
            return url;
        map.Mistake("url", "must be the address of GitLab, such as https://gitlab.example.com");
        return null;
    }

    private static GitLabSignIn? SignIn(MapReader issuer, string? id, string? url)
    {
        if (issuer.Map("sign_in") is not { } map)
            return null;
        if (url is null && !issuer.Has("url"))
            issuer.Mistake("sign_in", "needs the issuer's url");
        if (id == PersonId.Local)
            issuer.Mistake("sign_in", $"cannot be: {PersonId.Local} means those who sign in to Bridge itself");
        var client = map.Needed("client_id");
        map.Done();
        return client is null ? null : new GitLabSignIn(client);
    }

    private static ImmutableArray<string> Algorithms(MapReader map)
    {
        var algorithms = map.Texts("algorithms") ?? ["RS256"];
        foreach (var algorithm in algorithms.Where(algorithm => !Asymmetric.Contains(algorithm)))
            map.Mistake("algorithms", $"{algorithm} is not allowed: {MapReader.Words([.. Asymmetric])}");
        return algorithms;
    }
}
