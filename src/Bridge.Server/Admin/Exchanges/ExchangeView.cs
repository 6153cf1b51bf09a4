using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Records;

namespace Bridge.Server.Admin.Exchanges;

/// <summary>One record of an exchange as the API shows it. Members that start with <c>unverified</c> are what somebody merely said.</summary>
internal sealed record ExchangeView(
    Guid Id,
    DateTimeOffset At,
    bool Granted,
    string? Reason,
    string? ReasonName,
    string? Expected,
    string? Actual,
    string Address,
    long Revision,
    string? Client,
    string? UnverifiedClient,
    string? UnverifiedIssuer,
    string? UnverifiedKeyId,
    string? UnverifiedTarget,
    string? SubjectTokenSha256,
    string? SubjectTokenId,
    string? Issuer,
    string? TokenKind,
    string? ProjectId,
    string? ProjectPath,
    string? PipelineId,
    string? JobId,
    string? UserId,
    string? UserLogin,
    string? Ref,
    string? RefType,
    string? RelyingParty,
    int? RelyingPartyVersion,
    string? Rule,
    ImmutableArray<string> ShadowRules,
    string? Template,
    int? TemplateVersion,
    string? Subject,
    string? IssuedTokenId,
    string? IssuedTokenType,
    DateTimeOffset? IssuedExpiresAt,
    string? IssuedKeyId,
    string? Scope,
    Node? Claims,
    ImmutableArray<string> ClaimsLeftOut)
{
    public static ExchangeView Of(ExchangeRecord record) => new(
        record.Id, record.At, record.Granted, record.Reason, record.ReasonName, record.Expected, record.Actual, record.Address, record.Revision, record.Client,
        record.UnverifiedClient, record.UnverifiedIssuer, record.UnverifiedKeyId, record.UnverifiedTarget, record.SubjectTokenHash, record.SubjectTokenId,
        record.Issuer, record.TokenKind, record.ProjectId, record.ProjectPath, record.PipelineId, record.JobId, record.UserId, record.UserLogin, record.Ref, record.RefType,
        record.RelyingParty, record.RelyingPartyVersion, record.Rule, record.ShadowRules, record.Template, record.TemplateVersion, record.Subject,
        record.IssuedTokenId, record.IssuedTokenType, record.IssuedExpiresAt, record.IssuedKeyId, record.Scope,
        Read(record.Claims), record.ClaimsLeftOut);

    private static Node? Read(string? claims)
    {
        using var document = claims is null ? null : RecordedClaims.Read(claims);
        return document is null ? null : NodeJson.Read(document.RootElement);
    }
}
