using System.Globalization;
using Bridge.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Settings;
using Microsoft.AspNetCore.DataProtection;

namespace Bridge.Server.Admin.SignIn;

/// <summary>
/// What a browser carries between two steps of a sign-in, encrypted and for a few minutes: who gave the right password, the challenge of a
/// passkey, or what was sent to GitLab. Each kind has a purpose of its own, so that none passes for another.
/// </summary>
internal sealed class HalfWay(BridgeSettings settings, IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan Counts = TimeSpan.FromMinutes(5);

    private readonly bool secure = PageCookies.Secure(settings);

    public void Write(HttpResponse response, string kind, string value, SameSiteMode sameSite = SameSiteMode.Strict) =>
        response.Cookies.Append(Name(kind), Protector(kind).Protect($"{(time.GetUtcNow() + Counts).ToUnixTimeSeconds()} {value}"), Options(sameSite));

    /// <summary>What was written for this kind, if that is not too long ago; null for anything else.</summary>
    public string? Read(HttpRequest request, string kind)
    {
        if (request.Cookies[Name(kind)] is not { } unverified)
            return null;
        try
        {
            var text = Protector(kind).Unprotect(unverified);
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            return long.Parse(text.AsSpan(0, space), CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds() ? text[(space + 1)..] : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    public void Delete(HttpResponse response, string kind) => response.Cookies.Delete(Name(kind), Options(SameSiteMode.Strict));

    /// <summary>Who gave the right password.</summary>
    public PersonId? Person(HttpRequest request) => Read(request, "person") is { } id ? new PersonId(PersonId.Local, id) : null;

    private IDataProtector Protector(string kind) => protection.CreateProtector("Bridge.HalfWay", kind);

    private string Name(string kind) => PageCookies.Name($"half-way-{kind}", secure);

    private CookieOptions Options(SameSiteMode sameSite) => new() { Path = "/", HttpOnly = true, Secure = secure, SameSite = sameSite, IsEssential = true, MaxAge = Counts };
}
