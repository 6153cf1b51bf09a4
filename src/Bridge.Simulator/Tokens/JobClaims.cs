using System.Text.Json.Nodes;

namespace Bridge.Simulator.Tokens;

/// <summary>
/// The claims of a CI job's token. Ids and booleans are JSON strings and <c>runner_id</c> alone is a number, as in GitLab.
/// A preset gives all claims, the kind of token takes away what it never had, the request's overrides go on top,
/// what follows from them is derived, and the subject is rendered last.
/// </summary>
internal static class JobClaims
{
    private const long DefaultLifetime = 3600;

    // The current token alone has these; CI_JOB_JWT and its V2 were gone before they came.
    private static readonly string[] Newer =
    [
        "job_project_id", "job_project_path", "job_namespace_id", "job_namespace_path",
        "source_project_id", "source_project_path", "source_namespace_id", "source_namespace_path",
        "job_source", "job_config",
    ];

    private static readonly string[] NeverInV1 =
    [
        "aud", "user_identities", "runner_id", "runner_environment", "sha", "project_visibility", "ci_config_ref_uri", "ci_config_sha",
    ];

    public static JsonObject For(TokenRequest request, MintContext mint, string pipelineId, string jobId)
    {
        var preset = request.Preset ?? TokenPreset.Branch;
        var lifetime = request.Lifetime ?? DefaultLifetime;
        var claims = PresetClaims.For(preset, mint);
        if (preset is not TokenPreset.Documented)
        {
            claims["pipeline_id"] = pipelineId;
            claims["job_id"] = jobId;
        }

        AddStandard(claims, request, mint, lifetime);
        if (request.Variant is TokenVariant.V1 or TokenVariant.V2) Remove(claims, Newer);
        if (request.Variant is TokenVariant.V1) Remove(claims, NeverInV1);
        claims.Overlay(request.Claims);
        DerivedClaims.Times(claims, request.Claims, lifetime);
        DerivedClaims.Follow(claims, request.Claims, mint, preset is TokenPreset.ForkMergeRequest);
        if (!request.Claims.ContainsKey("sub")) claims["sub"] = Subject(request, claims);
        return claims;
    }

    private static void AddStandard(JsonObject claims, TokenRequest request, MintContext mint, long lifetime)
    {
        claims["jti"] = Guid.NewGuid().ToString();
        claims["iss"] = request.Variant switch
        {
            TokenVariant.V1 => mint.Host,
            TokenVariant.V2 => mint.Url,
            _ => mint.Issuer,
        };
        claims["iat"] = mint.Now;
        claims["nbf"] = mint.Now - 5;
        claims["exp"] = mint.Now + lifetime;
        claims["aud"] = request.Audience?.DeepClone() ?? mint.Url;
    }

    private static void Remove(JsonObject claims, string[] names)
    {
        foreach (var name in names) claims.Remove(name);
    }

    private static string Subject(TokenRequest request, JsonObject claims) =>
        request.Variant is TokenVariant.V1
            ? $"job_{claims.Text("job_id")}"
            : SubjectClaim.Render(request.SubComponents ?? SubjectClaim.DefaultComponents, claims);
}
