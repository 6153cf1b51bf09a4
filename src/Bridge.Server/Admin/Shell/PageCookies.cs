using Bridge.Server.Settings;

namespace Bridge.Server.Admin.Shell;

/// <summary>
/// How every cookie of the pages is set. Where the pages are reached by https its name begins with <c>__Host-</c>, which a
/// browser takes from no other host and for no other path (RFC 6265bis §4.1.3.2).
/// </summary>
internal static class PageCookies
{
    public static void Set(CookieBuilder cookie, string name, BridgeSettings settings)
    {
        var secure = Secure(settings);
        cookie.Name = Name(name, secure);
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        cookie.IsEssential = true;
    }

    public static bool Secure(BridgeSettings settings) => settings.Pages.Url?.Scheme == Uri.UriSchemeHttps || settings.Admin.Certificate is not null;

    public static string Name(string name, bool secure) => (secure ? "__Host-bridge-" : "bridge-") + name;
}
