using System.Buffers.Text;
using System.Text.Json;
using Bridge.GitLab;

namespace Bridge.Server.Admin.SignIn.GitLab;

/// <summary>
/// The ID token that came straight from GitLab's token endpoint, over the connection that proves it (OpenID Connect Core §3.1.3.7, 6). It
/// is read for one thing: when the person proved to GitLab that it is they.
/// </summary>
internal static class SignInToken
{
    /// <summary>The <c>auth_time</c>, never later than now; null where the token is not this client's of this GitLab, or has none.</summary>
    public static DateTimeOffset? AuthTime(string? token, Issuer issuer, DateTimeOffset now)
    {
        if (token?.Split('.') is not [_, var payload, _])
            return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            var root = claims.RootElement;
            if (root.GetProperty("iss").GetString() != issuer.GitLabUrl!.TrimEnd('/') || root.GetProperty("aud").GetString() != issuer.SignIn!.ClientId)
                return null;
            var time = DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("auth_time").GetInt64());
            return time < now ? time : now;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
