using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Storage;

namespace Bridge.Server.Admin.SignIn;

/// <summary>The second step of a sign-in by password.</summary>
[NeedsNothing]
internal sealed class FactorModel(BridgeDatabase database, GuessLimiter limiter, SecondFactor factor, Passkeys passkeys, HalfWay halfWay, SessionStart sessions)
    : FactorPage(database, limiter, factor, passkeys, halfWay, sessions)
{
    protected override PersonId? Who() => HalfWay.Person(Request);
}
