using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Settings;

namespace Bridge.Server.Admin.SignIn;

/// <summary>The cookie that a session is known by: a secret and nothing else.</summary>
internal sealed class SessionCookie(BridgeSettings settings)
{
    private readonly bool secure = PageCookies.Secure(settings);

    private string Name => PageCookies.Name("session", secure);

    /// <summary>The hash of what the browser sent; null where it sent nothing.</summary>
    public ImmutableArray<byte>? Read(HttpRequest request) => request.Cookies[Name] is { Length: > 0 and <= 100 } unverified ? Secret.Hash(unverified) : null;

    public void Write(HttpResponse response, string secret) => response.Cookies.Append(Name, secret, Options());

    public void Delete(HttpResponse response) => response.Cookies.Delete(Name, Options());

    // Lax: whoever follows a link to a page is signed in there, and whoever comes back from GitLab too. Every write is a POST with a token of its own.
    private CookieOptions Options() => new() { Path = "/", HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Lax, IsEssential = true };
}
