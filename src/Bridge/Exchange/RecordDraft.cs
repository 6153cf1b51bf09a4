using System.Security.Cryptography;
using System.Text;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.Policies;
using Bridge.Records;
using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>Makes the record of an exchange from its trail.</summary>
internal static class RecordDraft
{
    /// <summary>Longest text of what nobody verified, in characters.</summary>
    private const int LongestUnverified = 256;

    /// <summary>Longest expected or actual value, in characters.</summary>
    private const int LongestValue = 1024;

    public static ExchangeRecord Of(Guid id, DateTimeOffset at, string address, ExchangeTrail trail, ConfigurationInForce configuration, Refused? refused, Grant? grant)
    {
        var facts = trail.VerifiedToken?.Facts;
        var claims = facts?.Claims;
        var (json, leftOut) = claims is null ? (null, []) : RecordedClaims.Of(claims, configuration.ClaimsRead);
        // Before the signature holds, what was found is the caller's word alone.
        var told = trail.VerifiedToken is null && trail.Request is not null ? null : refused;
        return new ExchangeRecord
        {
            Id = id,
            At = at,
            Address = address,
            Revision = configuration.Revision,
            Reason = refused is null ? null : RefusalTable.Of(refused.Reason).Code,
            ReasonName = Cut(told?.Name, LongestValue),
            Expected = Cut(told?.Expected, LongestValue),
            Actual = Cut(told?.Actual, LongestValue),
            Client = trail.Client?.Id,
            UnverifiedClient = trail.Client is null ? Unverified(trail.Request?.ClientId) : null,
            UnverifiedIssuer = trail.VerifiedToken is null ? Unverified(trail.Unverified?.UnverifiedIssuer) : null,
            UnverifiedKeyId = trail.VerifiedToken is null ? Unverified(trail.Unverified?.UnverifiedKeyId) : null,
            UnverifiedTarget = trail.Request is { } request ? Unverified(string.Join(' ', request.Audiences.Concat(request.Resources))) : null,
            SubjectTokenHash = trail.Request is { } sent ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sent.SubjectToken))) : null,
            Issuer = facts?.Issuer.Id,
            SubjectTokenId = claims?.Text("jti"),
            TokenKind = facts is null ? null : GitLab.TokenKinds.Word(facts.Kind),
            ProjectId = claims?.Text("project_id"),
            ProjectPath = claims?.Text("project_path"),
            PipelineId = claims?.Text("pipeline_id"),
            JobId = claims?.Text("job_id"),
            UserId = claims?.Text("user_id"),
            UserLogin = claims?.Text("user_login"),
            Ref = claims?.Text("ref"),
            RefType = claims?.Text("ref_type"),
            RelyingParty = trail.RelyingParty?.Id,
            RelyingPartyVersion = trail.RelyingParty?.Version,
            Rule = trail.Rules?.Rule?.Id,
            ShadowRules = trail.Rules is { } rules ? [.. rules.Shadows.Select(shadow => (shadow.Effect == RuleEffect.Allow ? "allow:" : "deny:") + shadow.Id)] : [],
            Template = trail.Template?.Id,
            TemplateVersion = trail.Template?.Version,
            Subject = trail.Subject,
            IssuedTokenId = grant is null ? null : id.ToString(),
            IssuedTokenType = grant?.TokenType.Word(),
            IssuedExpiresAt = grant?.ExpiresAt,
            IssuedKeyId = grant?.SigningKey.Stored.KeyId,
            Scope = grant is null ? null : string.Join(' ', grant.Scopes),
            Claims = json,
            ClaimsLeftOut = leftOut,
        };
    }

    private static string? Cut(string? text, int length) => text is null || text.Length <= length ? text : text[..length];

    private static string? Unverified(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            escaped.Append(letter is >= ' ' and <= '~' and not '\\' ? letter.ToString() : $"\\u{(int)letter:x4}");
            if (escaped.Length >= LongestUnverified)
                return escaped.ToString(0, LongestUnverified);
        }

        return escaped.ToString();
    }
}
