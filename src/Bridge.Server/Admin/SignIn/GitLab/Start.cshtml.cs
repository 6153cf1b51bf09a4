using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.SignIn.GitLab;

/// <summary>What this browser sent to GitLab and expects back: bound together in one encrypted cookie.</summary>
internal sealed record Sent(string Issuer, string State, string Verifier, string Back);

/// <summary>Sends a browser to GitLab. It is a link and no form: the policy of the pages lets no form end at another server.</summary>
[NeedsNothing]
internal sealed class StartModel(HalfWay halfWay, ConfigurationCache configurations, PagesAddress address) : AdminPage
{
    public async Task<IActionResult> OnGetAsync(string issuer, string? back, bool again)
    {
        var found = (await configurations.CurrentAsync(Gone)).Issuers.FirstOrDefault(one => one.Id == issuer);
        if (found is not { Enabled: true, SignIn: not null, GitLabUrl: not null })
            return NotFound();
        // RFC 7636 §4.1: 32 octets make a verifier of 43 characters.
        var sent = new Sent(issuer, Secret.Make(), Secret.Make(), Url.IsLocalUrl(back) ? back : "/");
        halfWay.Write(Response, "gitlab", JsonSerializer.Serialize(sent), SameSiteMode.Lax);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(sent.Verifier)));
        return Redirect(GitLabApi.AuthorizeUrl(found, CallbackModel.Address(address, Request, issuer), sent.State, challenge, again));
    }
}
