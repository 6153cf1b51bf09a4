using System.Collections.Frozen;

namespace Bridge.Refusals;

/// <summary>
/// The one table of refusals: reason, stable code, OAuth error, status, sentence. Both hosts answer from it. A refused
/// subject token is <c>invalid_request</c> (RFC 8693 §2.2.2), a wrong target <c>invalid_target</c> (same section), the
/// rest is RFC 6749 §5.2.
/// </summary>
public static class RefusalTable
{
    private const string InvalidRequest = "invalid_request";
    private const string InvalidTarget = "invalid_target";

    private static readonly FrozenDictionary<Reason, RefusalRow> Table = new RefusalRow[]
    {
        new(Reason.Unspecified, "unspecified", "server_error", 500, "The request was refused without a reason; this is a defect of the server."),

        new(Reason.NotAForm, "not_a_form", InvalidRequest, 400, "The request must be a form: Content-Type application/x-www-form-urlencoded."),
        new(Reason.RequestTooLarge, "request_too_large", InvalidRequest, 413, "The request is larger than {expected} bytes."),
        new(Reason.ParameterMissing, "parameter_missing", InvalidRequest, 400, "The parameter {name} is missing."),
        new(Reason.ParameterRepeated, "parameter_repeated", InvalidRequest, 400, "The parameter {name} may be given only once."),
        new(Reason.ParameterInvalid, "parameter_invalid", InvalidRequest, 400, "The parameter {name} is not well formed: expected {expected}."),
        new(Reason.GrantTypeUnsupported, "grant_type_unsupported", "unsupported_grant_type", 400, "The only grant type here is {expected}."),
        new(Reason.SubjectTokenTypeUnsupported, "subject_token_type_unsupported", InvalidRequest, 400, "The subject_token_type must be {expected}."),
        new(Reason.ActorTokenUnsupported, "actor_token_unsupported", InvalidRequest, 400, "Delegation is not supported: leave out {name}."),
        new(Reason.RequestedTokenTypeUnsupported, "requested_token_type_unsupported", InvalidRequest, 400, "The requested_token_type must be {expected}."),

        new(Reason.ScopeMalformed, "scope_malformed", "invalid_scope", 400, "The scope must be words of printable characters with one space between them."),

        new(Reason.ClientAuthenticationAmbiguous, "client_authentication_ambiguous", InvalidRequest, 400, "The client credentials were given in the header and in the form: use one of them."),
        new(Reason.ClientInvalid, "client_invalid", "invalid_client", 401, "The client is unknown or its secret is wrong. A CI job needs neither client_id nor secret."),

        new(Reason.SubjectTokenTooLarge, "subject_token_too_large", InvalidRequest, 400, "The subject token is longer than {expected} characters."),
        new(Reason.SubjectTokenMalformed, "subject_token_malformed", InvalidRequest, 400, "The subject token is not a well-formed signed JWT: {name}."),
        new(Reason.IssuerUnknown, "issuer_unknown", InvalidRequest, 400, "No issuer is configured with exactly the iss of the subject token."),
        new(Reason.IssuerDisabled, "issuer_disabled", InvalidRequest, 400, "The issuer {name} is disabled."),
        new(Reason.AlgorithmNotAllowed, "algorithm_not_allowed", InvalidRequest, 400, "The signature algorithm is not one of {expected}."),
        new(Reason.HeaderNotAllowed, "header_not_allowed", InvalidRequest, 400, "The header member {name} is not allowed in a subject token."),
        new(Reason.KeyUnknown, "key_unknown", InvalidRequest, 400, "The kid of the subject token names no key of the issuer {name}."),
        new(Reason.SignatureInvalid, "signature_invalid", InvalidRequest, 400, "The signature of the subject token does not hold."),

        new(Reason.IssuerLimitReached, "issuer_limit_reached", "temporarily_unavailable", 429, "Too many exchanges of the issuer {name}: try again in {expected} seconds."),

        new(Reason.TokenKindNotTrusted, "token_kind_not_trusted", InvalidRequest, 400, "Tokens of the kind {actual} are not accepted from this issuer."),
        new(Reason.TokenKindEnded, "token_kind_ended", InvalidRequest, 400, "Tokens of the kind {actual} were accepted until {expected}. Use id_tokens in .gitlab-ci.yml."),
        new(Reason.SubjectTokenExpired, "subject_token_expired", InvalidRequest, 400, "The subject token expired at {actual}; it is {expected} now."),
        new(Reason.SubjectTokenNotYetValid, "subject_token_not_yet_valid", InvalidRequest, 400, "The {name} of the subject token, {actual}, is in the future; it is {expected} now."),
        new(Reason.SubjectTokenTooOld, "subject_token_too_old", InvalidRequest, 400, "The subject token was issued at {actual}; the oldest accepted now is of {expected}. Exchange it early in the job."),
        new(Reason.AudienceWrong, "audience_wrong", InvalidRequest, 400, "The aud of the subject token is {actual}; it must be {expected}. Set it under id_tokens in .gitlab-ci.yml.",
            "The subject token lacks the claim aud."),
        new(Reason.AudienceNotAlone, "audience_not_alone", InvalidRequest, 400, "The subject token is also meant for {actual}. Give this exchange a token of its own whose aud is {expected} alone."),
        new(Reason.ClaimMissing, "claim_missing", InvalidRequest, 400, "The subject token lacks the claim {name}. Only tokens of CI jobs are accepted."),
        new(Reason.ClaimInvalid, "claim_invalid", InvalidRequest, 400, "The claim {name} must be {expected}."),

        new(Reason.MandatoryConditionFailed, "mandatory_condition_failed", InvalidRequest, 400, "A mandatory condition of the issuer on {name} does not hold: expected {expected}, got {actual}.",
            "A mandatory condition of the issuer needs the claim {name}, which this job does not have."),

        new(Reason.TargetMissing, "target_missing", InvalidTarget, 400, "Name the service with the parameter audience."),
        new(Reason.TargetUnknown, "target_unknown", InvalidTarget, 400, "No relying party has the {name} {actual}."),
        new(Reason.TargetDisabled, "target_disabled", InvalidTarget, 400, "The relying party {name} is disabled."),
        new(Reason.TargetMalformed, "target_malformed", InvalidTarget, 400, "A resource must be an absolute URI without a fragment."),
        new(Reason.TargetAmbiguous, "target_ambiguous", InvalidTarget, 400, "The audience and resource parameters name more than one relying party: ask for one token each."),
        new(Reason.ClientNotAccepted, "client_not_accepted", "unauthorized_client", 400, "The relying party {name} does not accept the client {actual}."),
        new(Reason.TokenKindNotAccepted, "token_kind_not_accepted", InvalidRequest, 400, "The relying party {name} accepts tokens of the kind {expected}, not {actual}."),
        new(Reason.RequestedTokenTypeNotAllowed, "requested_token_type_not_allowed", InvalidRequest, 400, "The relying party {name} gives out {expected}, not {actual}."),

        new(Reason.ProjectRecycled, "project_recycled", InvalidRequest, 400, "The path {actual} belonged to another project, id {expected}. An administrator must confirm the new one."),
        new(Reason.ProjectTransferred, "project_transferred", InvalidRequest, 400, "The project moved from namespace {expected} to {actual}. An administrator must confirm it."),
        new(Reason.ProjectUnconfirmed, "project_unconfirmed", InvalidRequest, 400, "The relying party {name} serves only enrolled projects. An administrator must confirm project {actual}."),

        new(Reason.RuleDenied, "rule_denied", InvalidRequest, 400, "The rule {name} denies this job."),
        new(Reason.ForkNotAllowed, "fork_not_allowed", InvalidRequest, 400, "This job runs the code of the fork {expected} in the project {actual}, and no rule with forks: allow lets it in."),
        new(Reason.ForkAssumed, "fork_assumed", InvalidRequest, 400, "A job of the {name} {actual} can be a fork's, and before GitLab 18.4 no claim tells. No rule with forks: allow lets it in; if no fork runs pipelines in its parent project, set fork_pipelines: never on the issuer."),
        new(Reason.NoRuleMatched, "no_rule_matched", InvalidRequest, 400, "No rule lets this job in. The nearest needs {name} to be {expected}; it is {actual}.",
            "No rule lets this job in. The nearest needs the claim {name}, which this job does not have."),

        new(Reason.ScopeNotGiven, "scope_not_given", "invalid_scope", 400, "The scope {actual} is not given here; given are: {expected}."),

        new(Reason.TemplateTooWeak, "template_too_weak", InvalidRequest, 400, "The sub components in force lack {name}, which the relying party requires."),
        new(Reason.ForkTemplateMissing, "fork_template_missing", InvalidRequest, 400, "The job of a fork needs sub components of the project it runs in that contain {expected}."),
        new(Reason.SubjectClaimMissing, "subject_claim_missing", InvalidRequest, 400, "The sub is built of {name}, which this job does not have."),
        new(Reason.SubjectClaimEmpty, "subject_claim_empty", InvalidRequest, 400, "The sub is built of {name}, which is empty in this job."),
        new(Reason.SubjectClaimInvalid, "subject_claim_invalid", InvalidRequest, 400, "The sub is built of {name}, whose value cannot be part of one."),
        new(Reason.SubjectNotOfThisProject, "subject_not_of_this_project", InvalidRequest, 400, "The sub would begin with {name} {actual}; the job is of {expected}."),
        new(Reason.SubjectNotAsExpected, "subject_not_as_expected", InvalidRequest, 400, "The sub that GitLab made begins neither with project_path: nor with project_id: of this very job."),
        new(Reason.SubjectTooLong, "subject_too_long", InvalidRequest, 400, "The sub would have {actual} bytes; at most {expected} are allowed."),

        new(Reason.GroupMoved, "group_moved", InvalidRequest, 400, "The project moved from {expected} to {actual}, where another rule or template decides. An administrator must confirm it."),

        new(Reason.MappedClaimMissing, "mapped_claim_missing", InvalidRequest, 400, "The claim {name} is mapped from {expected}, which this job does not have."),
        new(Reason.MappedClaimInvalid, "mapped_claim_invalid", InvalidRequest, 400, "The claim {name} must be {expected}."),

        new(Reason.LifetimeTooShort, "lifetime_too_short", InvalidRequest, 400, "The subject token ends in {actual} seconds; at least {expected} are needed."),

        new(Reason.SubjectTokenUsed, "subject_token_used", InvalidRequest, 400, "The subject token was used before, and {name} accepts each only once."),

        new(Reason.SubjectTokenInvalid, "subject_token_invalid", InvalidRequest, 400, "The subject token was not accepted. Its issuer, key or form is not one that is trusted here. It must be sent whole and with nothing behind it, not even a newline as echo adds."),
        new(Reason.NotPermitted, "not_permitted", InvalidRequest, 400, "This job is not permitted here."),
    }.ToFrozenDictionary(row => row.Reason);

    /// <summary>All rows.</summary>
    public static IReadOnlyCollection<RefusalRow> Rows => Table.Values;

    /// <summary>The row of <paramref name="reason"/>; a reason without one is answered as unspecified.</summary>
    public static RefusalRow Of(Reason reason) => Table.TryGetValue(reason, out var row) ? row : Table[Reason.Unspecified];
}
