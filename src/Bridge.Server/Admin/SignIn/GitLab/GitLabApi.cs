using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Bridge.GitLab;

namespace Bridge.Server.Admin.SignIn.GitLab;

/// <summary>Somebody as GitLab's <c>GET /user</c> shows them.</summary>
internal sealed record GitLabUser(string Id, string Username, string Name);

/// <summary>What GitLab's token endpoint gave.</summary>
/// <param name="AccessToken">The person's access token.</param>
/// <param name="ExpiresIn">How long it lives.</param>
/// <param name="SignedInAt">When GitLab last saw the person prove it (<c>auth_time</c>); null where it does not say.</param>
internal sealed record GitLabGrant(string AccessToken, TimeSpan ExpiresIn, DateTimeOffset? SignedInAt);

/// <summary>What is asked of GitLab: the OAuth 2.0 authorization code with PKCE (RFC 6749 §4.1, RFC 7636), and REST v4 with the person's own token.</summary>
internal sealed class GitLabApi(GitLabConnection connection, GitLabSecrets secrets, TimeProvider time)
{
    private const int Maintainer = 40;
    private const int LongestList = 50;

    public static string AuthorizeUrl(Issuer issuer, string redirect, string state, string challenge, bool anew) => Url(issuer, "/oauth/authorize") + QueryString.Create(
    [
        new("client_id", issuer.SignIn!.ClientId),
        new("redirect_uri", redirect),
        new("response_type", "code"),
        // openid for the time of the sign-in; read_api for the memberships.
        new("scope", "openid read_api"),
        new("state", state),
        new("code_challenge", challenge),
        new("code_challenge_method", "S256"),
        .. anew ? [new("prompt", "login")] : Array.Empty<KeyValuePair<string, string?>>(),
    ]);

    /// <summary>Trades a code; null where GitLab refuses it.</summary>
    /// <exception cref="GitLabUnavailableException">GitLab is out of reach.</exception>
    public async Task<GitLabGrant?> RedeemAsync(Issuer issuer, string code, string verifier, string redirect, CancellationToken ct)
    {
        List<KeyValuePair<string, string>> form = [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", redirect), new("client_id", issuer.SignIn!.ClientId), new("code_verifier", verifier)];
        if (secrets.Of(issuer.Id) is { } secret)
            form.Add(new("client_secret", secret));
        using var request = new HttpRequestMessage(HttpMethod.Post, Url(issuer, "/oauth/token"));
        request.Content = new FormUrlEncodedContent(form);
        if ((await connection.AskAsync(issuer, request, ct)).Body is not { ValueKind: JsonValueKind.Object } body || Text(body, "access_token") is not { } token)
            return null;
        var expires = body.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var count) ? TimeSpan.FromSeconds(count) : TimeSpan.FromHours(2);
        return new GitLabGrant(token, expires, SignInToken.AuthTime(Text(body, "id_token"), issuer, time.GetUtcNow()));
    }

    /// <summary>Whose token it is; null where it is no good, or the person is blocked.</summary>
    /// <exception cref="GitLabUnavailableException">GitLab is out of reach.</exception>
    public async Task<GitLabUser?> UserAsync(Issuer issuer, string token, CancellationToken ct) =>
        (await GetAsync(issuer, Url(issuer, "/api/v4/user"), token, ct)).Body is { ValueKind: JsonValueKind.Object } user && user.TryGetProperty("id", out var id) && id.TryGetInt64(out var number) && Text(user, "state") == "active"
            ? new GitLabUser(number.ToString(CultureInfo.InvariantCulture), Text(user, "username") ?? "", Text(user, "name") ?? "")
            : null;

    /// <summary>Whether a person is maintainer or owner of a project now, direct, inherited or by an invited group.</summary>
    /// <exception cref="GitLabUnavailableException">GitLab is out of reach.</exception>
    /// <exception cref="GitLabSignedOutException">The token is no good any more.</exception>
    public async Task<bool> MaintainsAsync(Issuer issuer, string projectId, string userId, string token, CancellationToken ct)
    {
        var answer = await GetAsync(issuer, Url(issuer, $"/api/v4/projects/{projectId}/members/all/{userId}"), token, ct);
        return answer.Body is { ValueKind: JsonValueKind.Object } member
            && Text(member, "state") == "active"
            // Not every GitLab says it.
            && Text(member, "membership_state") is null or "active"
            && member.TryGetProperty("access_level", out var level) && level.TryGetInt32(out var number) && number >= Maintainer
            && (Text(member, "expires_at") is not { } until || (DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day > DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)));
    }

    /// <summary>The ids of the projects that the token's owner maintains: 5,000 at most.</summary>
    /// <exception cref="GitLabUnavailableException">GitLab is out of reach.</exception>
    /// <exception cref="GitLabSignedOutException">The token is no good any more.</exception>
    public async Task<IReadOnlyList<string>> MaintainedAsync(Issuer issuer, string token, CancellationToken ct)
    {
        var ids = new List<string>();
        var next = Url(issuer, $"/api/v4/projects?membership=true&min_access_level={Maintainer}&simple=true&archived=false&order_by=id&per_page=100&pagination=keyset");
        for (var pages = 0; pages < LongestList && next is not null; pages++)
        {
            var answer = await GetAsync(issuer, next, token, ct);
            if (answer.Body is not { ValueKind: JsonValueKind.Array } projects)
                throw new GitLabUnavailableException($"{issuer.Name} answered no list of projects");
            ids.AddRange(projects.EnumerateArray().Select(project => project.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture)));
            next = answer.Next?.AbsoluteUri;
        }

        return ids;
    }

    private async Task<GitLabAnswer> GetAsync(Issuer issuer, string url, string token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await connection.AskAsync(issuer, request, ct);
        return answer.Status == HttpStatusCode.Unauthorized ? throw new GitLabSignedOutException() : answer;
    }

    private static string Url(Issuer issuer, string path) => issuer.GitLabUrl!.TrimEnd('/') + path;

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
