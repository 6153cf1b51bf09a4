using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.Policies;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>Makes the record of an exchange from its trail.</summary>
internal static class RecordDraft
{
    /// <summary>Longest text of what nobody verified, in characters.</summary>
    private const int LongestUnverified = 256;

    /// <summary>Longest text of what was verified, in characters: beyond any that GitLab can make.</summary>
    private const int LongestValue = 1024;

    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(letter => letter != '\\')]);

    public static ExchangeRecord Of(Guid id, DateTimeOffset at, string address, ExchangeTrail trail, ConfigurationInForce configuration, Refused? refused, Grant? grant)
    {
        var facts = trail.VerifiedToken?.Facts;
        var claims = facts?.Claims;
        var (json, leftOut) = claims is null ? (null, []) : RecordedClaims.Of(claims, name => configuration.ClaimsRead.Contains(name) || trail.Template?.Names(name) == true);
        // Before the signature holds, what was found is the caller's word alone.
        var told = trail.VerifiedToken is null && trail.Request is not null ? null : refused;
        return new ExchangeRecord
        {
            Id = id,
            At = at,
            Address = address,
            Revision = configuration.Revision,
            Reason = refused is null ? null : RefusalTable.Of(refused.Reason).Code,
            ReasonName = trail.Request is null ? Unverified(told?.Name) : Text(told?.Name),
            Expected = Text(told?.Expected),
            Actual = Text(told?.Actual),
            Client = trail.Client?.Id,
            UnverifiedClient = trail.Client is null ? Unverified(trail.Request?.ClientId) : null,
            UnverifiedIssuer = trail.VerifiedToken is null ? Unverified(trail.Unverified?.UnverifiedIssuer) : null,
            UnverifiedKeyId = trail.VerifiedToken is null ? Unverified(trail.Unverified?.UnverifiedKeyId) : null,
            UnverifiedTarget = trail.Request is { } request ? Unverified(string.Join(' ', [.. request.Audiences, .. request.Resources])) : null,
            UnverifiedRequest = trail.Request is { } asked ? new RecordedRequest(asked.Audiences, asked.Resources, asked.Scopes, asked.RequestedTokenType).Write() : null,
            SubjectTokenHash = trail.Request is { } sent ? Hash(sent.SubjectToken) : null,
            Issuer = facts?.Issuer.Id,
            SubjectTokenId = Text(claims?.Text("jti")),
            TokenKind = facts is null ? null : GitLab.TokenKinds.Word(facts.Kind),
            ProjectId = Text(claims?.Text("project_id")),
            ProjectPath = Text(claims?.Text("project_path")),
            WaitingProjectId = refused is null || facts is null ? null : Text(Waiting.ProjectOf(refused, facts)),
            PipelineId = Text(claims?.Text("pipeline_id")),
            JobId = Text(claims?.Text("job_id")),
            UserId = Text(claims?.Text("user_id")),
            UserLogin = Text(claims?.Text("user_login")),
            Ref = Text(claims?.Text("ref")),
            RefType = Text(claims?.Text("ref_type")),
            RelyingParty = trail.RelyingParty?.Id,
            RelyingPartyVersion = trail.RelyingParty?.Version,
            Rule = trail.Rules?.Rule?.Id,
            ShadowRules = trail.Rules is { Shadows.IsEmpty: false } rules ? [.. rules.Shadows.Select(shadow => (shadow.Effect == RuleEffect.Allow ? "allow:" : "deny:") + shadow.Id)] : [],
            Template = trail.Template?.Id,
            TemplateVersion = trail.Template?.Version,
            Subject = trail.Subject,
            IssuedTokenId = grant?.SigningKey is null ? null : id.ToString(),
            IssuedTokenType = grant?.TokenType.Word(),
            IssuedExpiresAt = grant?.ExpiresAt,
            IssuedKeyId = grant?.SigningKey?.Stored.KeyId,
            Scope = grant is null ? null : string.Join(' ', grant.Scopes),
            Claims = json,
            ClaimsLeftOut = leftOut,
        };
    }

    // Control characters say nothing and break lines, terminals and databases. Cut between characters, never within one.
    private static string? Text(string? text)
    {
        if (text is null || (text.Length <= LongestValue && !text.AsSpan().ContainsAny(Controls)))
            return text;
        return Escaped(text, LongestValue, rune => !Rune.IsControl(rune));
    }

    private static string? Unverified(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var plain = text.Length <= LongestUnverified && !text.AsSpan().ContainsAnyExcept(Plain);
        return plain ? text : Escaped(text, LongestUnverified, rune => rune.IsBmp && Plain.Contains((char)rune.Value));
    }

    private static string Hash(string token)
    {
        var octets = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(token.Length));
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(octets.AsSpan(0, Encoding.UTF8.GetBytes(token, octets))));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets, clearArray: true);
        }
    }

    private static string Escaped(string text, int longest, Func<Rune, bool> plain)
    {
        var escaped = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            var part = plain(rune) ? rune.ToString() : rune.IsBmp ? $"\\u{rune.Value:x4}" : $"\\U{rune.Value:x8}";
            if (escaped.Length + part.Length > longest)
                break;
            escaped.Append(part);
        }

        return escaped.ToString();
    }
}
