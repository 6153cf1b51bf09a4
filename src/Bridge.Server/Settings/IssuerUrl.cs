using System.Text;
using System.Text.RegularExpressions;

namespace Bridge.Server.Settings;

/// <summary>
/// Bridge's issuer URL and the addresses that follow from it. Relying parties compare it byte for byte, so it is kept and
/// written exactly as the settings have it, and never made from a request.
/// </summary>
public sealed partial class IssuerUrl
{
    private const string OpenIdConfiguration = "/.well-known/openid-configuration";
    private const string AuthorizationServer = "/.well-known/oauth-authorization-server";
    private const string TokenPath = "/connect/token";
    private const string JwksPath = "/.well-known/jwks";

    private IssuerUrl(string text, Uri uri)
    {
        Text = text;
        HasPort = !uri.IsDefaultPort;
        Path = uri.AbsolutePath == "/" ? "" : uri.AbsolutePath;
    }

    /// <summary>The URL as it was written.</summary>
    public string Text { get; }

    /// <summary>The path, empty or with a leading slash.</summary>
    public string Path { get; }

    public bool HasPort { get; }

    public string TokenEndpoint => Text + TokenPath;

    public string JwksUri => Text + JwksPath;

    public string TokenRoute => Path + TokenPath;

    public string JwksRoute => Path + JwksPath;

    /// <summary>
    /// Where the discovery document is: OpenID Connect Discovery §4 appends its suffix, RFC 8414 §3.1 puts its own before the
    /// path; appended it is served too, for those who do so.
    /// </summary>
    public IEnumerable<string> DiscoveryRoutes => new[] { Path + OpenIdConfiguration, AuthorizationServer + Path, Path + AuthorizationServer }.Distinct(StringComparer.Ordinal);

    public override string ToString() => Text;

    /// <summary>The URL, or null and what is wrong with it.</summary>
    public static IssuerUrl? Read(string text, out string? mistake)
    {
        mistake = Mistake(text, out var uri);
        return mistake is null ? new IssuerUrl(text, uri!) : null;
    }

    private static string? Mistake(string text, out Uri? uri)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out uri) || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0)
            return "must be an https URL, such as https://bridge.example.com";
        if (uri.Scheme == "http" && !uri.IsLoopback)
            return "must be https; http is only for loopback";
        if (!Ascii.IsValid(text))
            return "must be ASCII, an international name in its xn-- form";
        if (uri.UserInfo.Length > 0)
            return "cannot have a user";
        // OpenID Connect Discovery §3, RFC 8414 §2: neither query nor fragment.
        if (text.Contains('?', StringComparison.Ordinal) || text.Contains('#', StringComparison.Ordinal))
            return "cannot have a query or a fragment";
        if (text.EndsWith('/'))
            return "cannot end with a slash";
        // One spelling only, for a relying party may write the URL by its own habits and compare it with ours.
        var canonical = uri.AbsoluteUri.TrimEnd('/');
        if (text != canonical)
            return $"must be written in its canonical form: {canonical}";
        return uri.AbsolutePath == "/" || PlainPath().IsMatch(uri.AbsolutePath) ? null : "can have only letters, digits and -._~ between the slashes of its path";
    }

    [GeneratedRegex(@"\A(/[A-Za-z0-9._~-]+)+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainPath();
}
