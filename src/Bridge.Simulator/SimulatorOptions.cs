using Bridge.Simulator.Keys;

namespace Bridge.Simulator;

/// <summary>How one simulated GitLab instance is set up; the two URLs carry the names of GitLab's own settings.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Where the web application listens; <c>--urls</c> on the command line.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:0";

    /// <summary>The URL of the instance, <c>--external_url</c>; the bound address if not set.</summary>
    public string? ExternalUrl { get; init; }

    /// <summary>The <c>iss</c> of CI tokens, verbatim, <c>--ci_id_tokens_issuer_url</c>; the URL of the instance if not set.</summary>
    public string? CiIdTokensIssuerUrl { get; init; }

    /// <summary>Where keys come from. Asked once each for the sign-in key, the CI key, every rotation, and the unpublished key.</summary>
    public Func<SimulatorKey> NewKey { get; init; } = SimulatorKey.Generate;

    internal string? RelativeRoot =>
        ExternalUrl is { } url && new Uri(url).AbsolutePath.TrimEnd('/') is { Length: > 0 } path ? path : null;

    internal SimulatorOptions Override(string[] args)
    {
        var given = new ConfigurationBuilder().AddCommandLine(args).Build();
        string[] known = ["urls", "external_url", "ci_id_tokens_issuer_url"];
        if (WithoutValue(args) is { } lone)
            throw new ArgumentException($"'{lone}' has no value; the options are --{string.Join(" URL, --", known)} URL.", nameof(args));
        if (given.AsEnumerable().FirstOrDefault(pair => !known.Contains(pair.Key, StringComparer.Ordinal)).Key is { } unknown)
            throw new ArgumentException($"'{unknown}' is not an option; known are --{string.Join(", --", known)}.", nameof(args));
        return this with
        {
            Listen = given["urls"] ?? Listen,
            ExternalUrl = given["external_url"] ?? ExternalUrl,
            CiIdTokensIssuerUrl = given["ci_id_tokens_issuer_url"] ?? CiIdTokensIssuerUrl,
        };
    }

    // The reader of the command line passes over what is no name with a value.
    private static string? WithoutValue(string[] args)
    {
        for (var place = 0; place < args.Length; place++)
        {
            if (args[place].Contains('='))
                continue;
            if (!args[place].StartsWith("--", StringComparison.Ordinal) || ++place == args.Length)
                return args[Math.Min(place, args.Length - 1)];
        }

        return null;
    }
}
