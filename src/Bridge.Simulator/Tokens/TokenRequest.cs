using System.Text.Json.Nodes;

namespace Bridge.Simulator.Tokens;

/// <summary>
/// A token to mint: a preset, then whatever differs from it. Claims that follow from an overridden one (paths of
/// namespaces, <c>ref_path</c>, <c>job_project_*</c>, <c>nbf</c>, <c>exp</c>, <c>sub</c> …) follow it unless they are given too.
/// </summary>
public sealed record TokenRequest
{
    public TokenVariant Variant { get; init; }

    /// <summary><see cref="TokenPreset.Branch"/> if not set; means nothing to a sign-in token.</summary>
    public TokenPreset? Preset { get; init; }

    /// <summary>A string or an array of strings; GitLab's own URL (for a sign-in token the id of an OAuth application) if not set.</summary>
    public JsonNode? Audience { get; init; }

    /// <summary>Values that win over the preset's, of whatever JSON type; null removes the claim.</summary>
    public JsonObject Claims { get; init; } = [];

    /// <summary>Claims to be present as JSON null.</summary>
    public IReadOnlyList<string> NullClaims { get; init; } = [];

    /// <summary>The project's <c>ci_id_token_sub_claim_components</c>; project_path, ref_type, ref if not set.</summary>
    public IReadOnlyList<string>? SubComponents { get; init; }

    /// <summary>Seconds between <c>iat</c> and <c>exp</c>, a job's timeout: 3600 if not set, 120 for a sign-in token.</summary>
    public long? Lifetime { get; init; }

    /// <summary>Header members that win over kid, typ and alg; null removes the member. The signature follows <c>alg</c>.</summary>
    public JsonObject Header { get; init; } = [];

    /// <summary>The header's text, verbatim.</summary>
    public string? HeaderRaw { get; init; }

    /// <summary>The payload's text, verbatim.</summary>
    public string? Payload { get; init; }

    /// <summary>The CI key if not set, for a sign-in token the sign-in key.</summary>
    public SigningKeyChoice? SigningKey { get; init; }

    /// <summary>Flips a bit of the signature.</summary>
    public bool TamperSignature { get; init; }
}
