using System.Collections.Frozen;

namespace Bridge.Refusals;

/// <summary>
/// What to do about each reason, for whoever looks after the job or after Bridge. It is no part of an answer: before a signature
/// holds, advice would tell a stranger how things are set here.
/// </summary>
public static class Remedies
{
    private const string Confirm = "An administrator looks at what changed and confirms the project under Confirmations, or leaves it refused.";
    private const string TheForm = "Mend the request in the job's script. The documented job sends every parameter once, as application/x-www-form-urlencoded.";
    private const string TheIdToken = "Ask for an ID token in the job: id_tokens with aud in .gitlab-ci.yml, and exchange that token.";
    private const string TheComponents = "Choose sub components whose claims every such job has, for the project or its group, or let a job without the claim be refused on purpose.";

    private static readonly FrozenDictionary<Reason, string> Table = new Dictionary<Reason, string>
    {
        [Reason.Unspecified] = "This is a defect of Bridge. Report it with the id of the exchange.",

        [Reason.NotAForm] = TheForm,
        [Reason.RequestTooLarge] = TheForm,
        [Reason.ParameterMissing] = TheForm + " A variable that is empty counts as missing: check that the job's id_tokens name it.",
        [Reason.ParameterRepeated] = TheForm,
        [Reason.ParameterInvalid] = TheForm,
        [Reason.GrantTypeUnsupported] = "Send grant_type=urn:ietf:params:oauth:grant-type:token-exchange (RFC 8693).",
        [Reason.SubjectTokenTypeUnsupported] = "Send subject_token_type=urn:ietf:params:oauth:token-type:id_token.",
        [Reason.ActorTokenUnsupported] = "Leave out actor_token and actor_token_type.",
        [Reason.RequestedTokenTypeUnsupported] = "Leave out requested_token_type, or send one of the types that are named.",
        [Reason.ScopeMalformed] = "Send scopes as words with one space between them, or leave scope out to get all that is given.",

        [Reason.ClientAuthenticationAmbiguous] = "Send the client's secret either in the Authorization header or in the form.",
        [Reason.ClientInvalid] = "A CI job needs no client: leave client_id and secret out. For another client check its id, that it is enabled, and its secret under Clients.",

        [Reason.SubjectTokenTooLarge] = "Check that the job sends its ID token and nothing else as subject_token.",
        [Reason.SubjectTokenMalformed] = "Check that the job sends the ID token itself, and not the name of its variable, a file's name or something quoted.",
        [Reason.IssuerUnknown] = "If the job is of a GitLab that Bridge should trust, add it under Issuers, with exactly the iss of its tokens. Otherwise somebody knocked at the wrong door.",
        [Reason.IssuerDisabled] = "Enable the issuer under Issuers once the reason for switching it off is gone.",
        [Reason.AlgorithmNotAllowed] = "GitLab signs with RS256. If this one really signs with another algorithm, name it in the issuer.",
        [Reason.HeaderNotAllowed] = "GitLab makes no such token. Find out what made it.",
        [Reason.KeyUnknown] = "If GitLab has changed its keys, Bridge fetches them within a minute; try again. For an issuer whose keys were uploaded, upload the new set. Otherwise the token is not GitLab's.",
        [Reason.SignatureInvalid] = "The token was changed, cut, or signed by somebody else. Check that the job sends it whole; if it did, look for who tried.",

        [Reason.IssuerLimitReached] = "Let jobs try again after Retry-After, or raise the limit of the issuer.",

        [Reason.TokenKindNotTrusted] = TheIdToken + " CI_JOB_JWT and CI_JOB_JWT_V2 are accepted only where the issuer says so.",
        [Reason.TokenKindEnded] = TheIdToken,
        [Reason.SubjectTokenExpired] = "Exchange the token at the start of the job. If the job is young, compare the clocks of GitLab and Bridge.",
        [Reason.SubjectTokenNotYetValid] = "Compare the clocks of GitLab and Bridge: one of them is wrong.",
        [Reason.SubjectTokenTooOld] = "Exchange the token at the start of the job, or raise the maximum age in the issuer.",
        [Reason.AudienceWrong] = "Set aud under id_tokens in .gitlab-ci.yml to the address of this Bridge, as the expected value shows it.",
        [Reason.AudienceNotAlone] = "Give this exchange an ID token of its own, with one aud. A token for several services can be replayed by each of them.",
        [Reason.ClaimMissing] = TheIdToken + " A sign-in token, or one of a GitLab that is too old, has not what a job's token has.",
        [Reason.ClaimInvalid] = TheIdToken + " If it was one, GitLab writes this claim in a way that Bridge does not know.",

        [Reason.MandatoryConditionFailed] = "The issuer lets only some jobs in at all. If this one belongs to them, change the issuer's mandatory conditions.",

        [Reason.TargetMissing] = "Send audience with the audience of a relying party.",
        [Reason.TargetUnknown] = "Compare the audience that was asked for with those under Relying parties: it must be the same, letter for letter.",
        [Reason.TargetDisabled] = "Enable the relying party once the reason for switching it off is gone.",
        [Reason.TargetMalformed] = "Send resource as an absolute URI without a fragment (RFC 8707), or use audience.",
        [Reason.TargetAmbiguous] = "Ask for one relying party in each request.",
        [Reason.ClientNotAccepted] = "Add the client to those that the relying party accepts, or use one that it does.",
        [Reason.TokenKindNotAccepted] = TheIdToken + " Or let the relying party name this kind.",
        [Reason.RequestedTokenTypeNotAllowed] = "Leave out requested_token_type, or allow the type in the relying party.",

        [Reason.ProjectRecycled] = "Another project had this path before, and its rights must not come to a new one unseen. " + Confirm,
        [Reason.ProjectTransferred] = "The project was moved to another namespace. " + Confirm,
        [Reason.ProjectUnconfirmed] = "The relying party serves only enrolled projects. " + Confirm,

        [Reason.RuleDenied] = "A rule says that such jobs get nothing. If it catches too much, narrow it, or put an allow rule before it.",
        [Reason.ForkNotAllowed] = "The job runs code of a fork. Only if that code may have the rights: forks: allow in the rule.",
        [Reason.ForkAssumed] = "This GitLab does not say whose code the job runs. Upgrade it to 18.4, or set fork_pipelines: never in the issuer if fork pipelines never run in the project.",
        [Reason.NoRuleMatched] = "If the job should get in, write a rule for it or widen the nearest one, in shadow first if you are not sure. If not, all is well.",

        [Reason.ScopeNotGiven] = "Ask for scopes that the relying party and the rule give, or leave scope out.",

        [Reason.TemplateTooWeak] = "Add the missing claims to the sub components in force for this project, or require less in the relying party.",
        [Reason.ForkTemplateMissing] = "Give the project that the job runs in sub components that name both the fork and the project.",
        [Reason.SubjectClaimMissing] = TheComponents,
        [Reason.SubjectClaimEmpty] = TheComponents,
        [Reason.SubjectClaimInvalid] = "The claim's value is no text or number, so it cannot be part of a subject. Choose another component.",
        [Reason.SubjectNotOfThisProject] = "Let the sub components begin with project_path or project_id.",
        [Reason.SubjectNotAsExpected] = "GitLab's own sub is set in the project by its maintainers, and names something else. Choose sub components instead of taking it as it came.",
        [Reason.SubjectTooLong] = "Choose fewer or shorter components, or let the template digest what is too long (overflow: digest).",

        [Reason.GroupMoved] = "The project's group was renamed or moved, and other rules or components would count. " + Confirm,

        [Reason.MappedClaimMissing] = "Let the mapping leave the claim out where the job lacks it, or map from a claim that every job has.",
        [Reason.MappedClaimInvalid] = "The relying party's profile does not take such a value. Map from another claim, or in another form.",

        [Reason.LifetimeTooShort] = "Exchange the token at the start of the job, or let the relying party's tokens outlive the job's.",

        [Reason.SubjectTokenUsed] = "The relying party takes each token once. Exchange once in a job and keep the result, or ask for a second ID token. If the job did not, somebody else has its token.",

        [Reason.SubjectTokenInvalid] = "The record of the exchange has the exact reason.",
        [Reason.NotPermitted] = "The record of the exchange has the exact reason.",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Reason> Codes = RefusalTable.Rows.ToFrozenDictionary(row => row.Code, row => row.Reason, StringComparer.Ordinal);

    /// <summary>What to do about a reason.</summary>
    public static string Of(Reason reason) => Table.GetValueOrDefault(reason, Table[Reason.Unspecified]);

    /// <summary>The reason of a code, as records keep it; null for a code of another version of Bridge.</summary>
    public static Reason? Find(string? code) => code is not null && Codes.TryGetValue(code, out var reason) ? reason : null;
}
