using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.Server.Admin.SignIn;

/// <summary>Asks somebody who is signed in for the factor again.</summary>
[Needs(Right.Read, Over.Own)]
internal sealed class AgainModel(BridgeDatabase database, GuessLimiter limiter, SecondFactor factor, Passkeys passkeys, HalfWay halfWay, SessionStart sessions)
    : FactorPage(database, limiter, factor, passkeys, halfWay, sessions)
{
    /// <summary>Where somebody goes who signed in with GitLab; null for local people.</summary>
    public string? GitLab => Who() is { IsLocal: false } id
        ? QueryHelpers.AddQueryString($"/sign-in/{Uri.EscapeDataString(id.Issuer)}/start", new Dictionary<string, string?>(StringComparer.Ordinal) { ["again"] = "true", ["back"] = Back })
        : null;

    protected override PersonId? Who() => HttpContext.Features.Get<SignedIn>()?.Person.Id;
}
