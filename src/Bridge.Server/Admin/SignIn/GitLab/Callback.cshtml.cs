using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.SignIn.GitLab;

/// <summary>
/// Where GitLab sends a browser back to. The state must be the one that this browser took along, for this issuer, and counts once; the code
/// is traded with the verifier that goes with it (RFC 9700 §2.1.1, §4.4.2: one redirect address for each issuer).
/// </summary>
[NeedsNothing]
internal sealed class CallbackModel(GuessLimiter limiter, HalfWay halfWay, GitLabApi gitLab, GitLabTokens tokens, SessionStart sessions, BridgeDatabase database, ConfigurationCache configurations, PagesAddress address) : AdminPage
{
    internal static string Address(PagesAddress address, HttpRequest request, string issuer) => $"{address.Of(request)}/sign-in/{Uri.EscapeDataString(issuer)}/callback";

    public async Task<IActionResult> OnGetAsync(string issuer, string? code, string? state, string? error)
    {
        if (!limiter.May(HttpContext))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (Take(issuer, state) is not { } sent)
            return No("This sign-in was not begun in this browser, or too long ago. Begin again.");
        var found = (await configurations.CurrentAsync(Gone)).Issuers.FirstOrDefault(one => one.Id == issuer);
        if (found is not { Enabled: true, SignIn: not null, GitLabUrl: not null })
            return NotFound();
        if (error is not null || string.IsNullOrEmpty(code))
            return No($"{found.Name} did not let you in.");
        try
        {
            return await EnterAsync(found, code, sent) ? LocalRedirect(Url.IsLocalUrl(sent.Back) ? sent.Back : "/") : No($"{found.Name} did not confirm who you are.");
        }
        catch (GitLabUnavailableException)
        {
            return No($"{found.Name} is out of reach, so nobody can sign in with it now.");
        }
        catch (GitLabSignedOutException)
        {
            return No($"{found.Name} did not confirm who you are.");
        }
    }

    private Sent? Take(string issuer, string? state)
    {
        var sent = halfWay.Read(Request, "gitlab") is { } text ? JsonSerializer.Deserialize<Sent>(text) : null;
        halfWay.Delete(Response, "gitlab");
        return sent is not null && sent.Issuer == issuer && state is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent.State), Encoding.UTF8.GetBytes(state)) ? sent : null;
    }

    private async Task<bool> EnterAsync(Issuer issuer, string code, Sent sent)
    {
        if (await gitLab.RedeemAsync(issuer, code, sent.Verifier, Address(address, Request, issuer.Id), Gone) is not { } grant
            || await gitLab.UserAsync(issuer, grant.AccessToken, Gone) is not { } user)
            return false;
        var person = await database.People.SawAsync(new PersonId(issuer.Id, user.Id), user.Username, user.Name, Gone);
        // Whoever has a role here has it without GitLab; only of a maintainer it is asked again, for as long as the token lives.
        var (token, life) = person.Role is null ? (tokens.Protect(grant.AccessToken), (TimeSpan?)grant.ExpiresIn) : (null, null);
        await sessions.BeginAsync(HttpContext, person, "GitLab", grant.SignedInAt ?? DateTimeOffset.UnixEpoch, token, Gone, life);
        return true;
    }

    private RedirectToPageResult No(string why)
    {
        Fail(why);
        return RedirectToPage("/SignIn/Index");
    }
}
