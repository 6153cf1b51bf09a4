using System.Text;
using Bridge.Claims;
using Bridge.GitLab;
using Bridge.Json;
using Bridge.Records;

namespace Bridge.Tokens;

/// <summary>Signs the tokens that Bridge issues, each of an <see cref="Admission"/> and of nothing else.</summary>
/// <param name="issuer">Bridge's issuer URL: <c>iss</c>, byte for byte as in discovery.</param>
public sealed class TokenMinter(string issuer)
{
    // RFC 9068 §2.1: at+jwt keeps an access token from passing for an ID token, and the other way round.
    private const string AccessToken = "at+jwt";
    private const string Jwt = "JWT";

    public IssuedToken Mint(Admission admission)
    {
        var grant = admission.Grant;
        var key = grant.SigningKey ?? throw new InvalidOperationException("admitted for another host to mint");
        var claims = Claims(grant, admission.Job.Facts, admission.ClientId, admission.At, admission.ExchangeId.ToString());
        var text = CompactJws.Sign(key, grant.TokenType == TokenType.AccessToken ? AccessToken : Jwt, claims);
        return new IssuedToken(text, grant.TokenType, TimeSpan.FromSeconds(grant.ExpiresAt.ToUnixTimeSeconds() - admission.At.ToUnixTimeSeconds()), grant.Scopes);
    }

    /// <summary>The claims that a token of this grant would carry, as JSON; its <c>jti</c> says that there is none.</summary>
    public string Describe(Grant grant, JobFacts job, string clientId, DateTimeOffset at) =>
        Encoding.UTF8.GetString(Claims(grant, job, clientId, at, "(not issued)"));

    private ReadOnlySpan<byte> Claims(Grant grant, JobFacts job, string clientId, DateTimeOffset at, string tokenId) =>
        CompactJson.Write((issuer, grant, job, clientId, at, tokenId), static (token, writer) =>
        {
            var (issuer, grant, job, clientId, at, tokenId) = token;
            writer.WriteString("iss"u8, issuer);
            writer.WriteString("sub"u8, grant.Subject);
            writer.WriteString("aud"u8, grant.RelyingParty.Audience);
            writer.WriteNumber("exp"u8, grant.ExpiresAt.ToUnixTimeSeconds());
            writer.WriteNumber("nbf"u8, at.ToUnixTimeSeconds());
            writer.WriteNumber("iat"u8, at.ToUnixTimeSeconds());
            writer.WriteString("jti"u8, tokenId);
            if (grant.TokenType == TokenType.AccessToken)
            {
                // RFC 9068 §2.2 requires client_id; scope is always there too, so that no reader takes its absence for everything.
                writer.WriteString("client_id"u8, clientId);
                writer.WriteString("scope"u8, string.Join(' ', grant.Scopes));
            }

            foreach (var name in ReservedClaims.Provenance)
                writer.WriteString(name, job.Claims.Text(name));
            foreach (var claim in grant.Claims)
                claim.WriteTo(writer);
        });
}
