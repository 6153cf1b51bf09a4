using System.Text.Json.Nodes;
using Bridge.Refusals;
using Xunit;

namespace Bridge.Server.Tests.DryRuns;

/// <summary>A job that is refused, by the configuration of <see cref="AgreementContract{TWorld}"/>.</summary>
/// <param name="Audience">The relying party that it asks for, or null for none.</param>
/// <param name="Claims">Its claims, where they are not those of a protected main branch.</param>
/// <param name="More">Further parameters of the request.</param>
/// <param name="Before">A relying party that gives its project a token first.</param>
/// <param name="Other">Whether the job is another project's under the same path.</param>
/// <param name="SameToken">Whether it comes with the token that was granted before.</param>
public sealed record RefusedJob(
    string? Audience, IReadOnlyList<(string Name, JsonNode? Value)> Claims, IReadOnlyList<(string Name, string Value)>? More = null, string? Before = null, bool Other = false, bool SameToken = false)
{
    public static readonly IReadOnlyDictionary<Reason, RefusedJob> ByReason = new Dictionary<Reason, RefusedJob>
    {
        [Reason.MandatoryConditionFailed] = new("all", [("runner_environment", "elsewhere")]),
        [Reason.TargetMissing] = new(null, []),
        [Reason.TargetUnknown] = new("nobody", []),
        [Reason.TargetDisabled] = new("off", []),
        [Reason.TargetAmbiguous] = new("all", [], [("audience", "https://deny.test")]),
        [Reason.ClientNotAccepted] = new("robots", []),
        [Reason.TokenKindNotAccepted] = new("old", []),
        [Reason.RequestedTokenTypeNotAllowed] = new("all", [], [("requested_token_type", "urn:ietf:params:oauth:token-type:id_token")]),
        [Reason.ProjectRecycled] = new("all", [], Before: "all", Other: true),
        [Reason.ProjectTransferred] = new("all", [("namespace_id", "73")], Before: "all"),
        [Reason.ProjectUnconfirmed] = new("enrolled", []),
        [Reason.RuleDenied] = new("deny", []),
        [Reason.ForkNotAllowed] = new("all", [("job_project_id", "20"), ("job_project_path", "my-group/my-project")]),
        [Reason.ForkAssumed] = new("all", [("job_project_id", null), ("pipeline_source", "merge_request_event")]),
        [Reason.NoRuleMatched] = new("main", [("ref", "feature")]),
        [Reason.ScopeNotGiven] = new("all", [], [("scope", "write admin")]),
        [Reason.TemplateTooWeak] = new("strong", []),
        [Reason.ForkTemplateMissing] = new("forks", [("job_project_id", "20"), ("job_project_path", "my-group/my-project")]),
        [Reason.SubjectClaimMissing] = new("environment", []),
        [Reason.SubjectClaimEmpty] = new("environment", [("environment", "")]),
        [Reason.SubjectNotOfThisProject] = new("source", [("source_project_id", "20")]),
        [Reason.SubjectNotAsExpected] = new("came", [("sub", "project_path:their-group/theirs:ref_type:branch:ref:main")]),
        [Reason.SubjectTooLong] = new("all", [("ref", new string('r', 250))]),
        [Reason.GroupMoved] = new("groups", [], Before: "groups"),
        [Reason.MappedClaimMissing] = new("mapped", []),
        [Reason.MappedClaimInvalid] = new("named", [("environment", "")]),
        [Reason.LifetimeTooShort] = new("all", [("exp", -1)]),
        [Reason.SubjectTokenUsed] = new("once", [], Before: "once", SameToken: true),
    };

    // What no token and no request over HTTP can bring about from here on: a malformed resource is refused with the form, and a
    // claim of a component that is no scalar with the claims.
    public static readonly IReadOnlyList<Reason> Elsewhere = [Reason.TargetMalformed, Reason.SubjectClaimInvalid];

    public static TheoryData<Reason> Reasons => [.. ByReason.Keys];
}
