using Bridge.Access;
using Bridge.Server.Protocol;
using Bridge.Server.Settings;
using Bridge.Storage;

namespace Bridge.Server.Admin.SignIn;

/// <summary>
/// Begins and ends sessions. Every sign-in makes a new one and ends the one before in this browser: a cookie that was planted, or
/// seen before the sign-in, opens nothing after it.
/// </summary>
internal sealed partial class SessionStart(BridgeDatabase database, SessionCookie cookie, BridgeSettings settings, TimeProvider time, ILogger<SessionStart> logger)
{
    private const int LongestAgent = 300;

    /// <param name="context">The request that proved it.</param>
    /// <param name="person">Who proved that it is they.</param>
    /// <param name="how">By what, for the log.</param>
    /// <param name="provedAt">When; GitLab may have asked for the password long ago.</param>
    /// <param name="protectedGitLabToken">The person's access token, encrypted.</param>
    /// <param name="ct">Ends the attempt.</param>
    /// <param name="life">How long it lasts at most, where that is less than the settings say.</param>
    /// <returns>The session that began.</returns>
    public async Task<Session> BeginAsync(HttpContext context, Person person, string how, DateTimeOffset? provedAt, string? protectedGitLabToken, CancellationToken ct, TimeSpan? life = null)
    {
        var (now, secret, address) = (time.GetUtcNow(), Secret.Make(), ClientAddress.Of(context).ToString());
        var agent = context.Request.Headers.UserAgent.ToString();
        var session = new Session
        {
            Id = Guid.CreateVersion7(now),
            Hash = Secret.Hash(secret),
            Person = person.Id,
            CreatedAt = now,
            SeenAt = now,
            ProvedAt = provedAt ?? now,
            EndsAt = now + (life < settings.Pages.SessionLifetime ? life.Value : settings.Pages.SessionLifetime),
            Address = address,
            Agent = agent.Length > LongestAgent ? agent[..LongestAgent] : agent,
            ProtectedGitLabToken = protectedGitLabToken,
        };
        await database.Sessions.BeginAsync(session, cookie.Read(context.Request), ct);
        cookie.Write(context.Response, secret);
        Log.SignedIn(logger, person.Id, how, address);
        return session;
    }

    public async Task EndAsync(HttpContext context, SignedIn signedIn, CancellationToken ct)
    {
        await database.Sessions.EndAsync(signedIn.Session.Id, signedIn.Person.Id, ct);
        cookie.Delete(context.Response);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Person} signed in by {How}, from {Address}", EventName = "SignedIn")]
        public static partial void SignedIn(ILogger logger, PersonId person, string how, string address);
    }
}
