using System.Diagnostics.Metrics;
using System.Net;
using Bridge.Server.Protocol;
using Bridge.Server.Settings;

namespace Bridge.Server.Admin.Access;

/// <summary>
/// Notes every credential of administration that was wrong: counted, logged by address, and limited per address. A sound
/// credential is never kept out by the failures of others behind the same address; 256 bits are not guessed either way.
/// </summary>
internal sealed partial class FailedAttempts
{
    private readonly AddressLimiter limiter;
    private readonly Counter<long> failures;
    private readonly ILogger<FailedAttempts> logger;

    public FailedAttempts(BridgeSettings settings, TimeProvider time, IMeterFactory meters, ILogger<FailedAttempts> logger)
    {
        limiter = new AddressLimiter(settings.Limits.FailuresPerMinute, time);
        failures = meters.Create(ExchangeMeter.MeterName).CreateCounter<long>("bridge.admin.failures", "{attempt}", "Wrong credentials of administration, by what was wrong");
        this.logger = logger;
    }

    /// <summary>Notes one failure. Over the limit it is counted and no longer logged, so that nobody fills the log.</summary>
    public Denial Note(IPAddress address, string surface, string why, Guid? token = null)
    {
        failures.Add(1, new("surface", surface), new("why", why));
        if (!limiter.TryTake(address, out var retryAfter))
            return new Denial.TooManyFailures(retryAfter);
        Log.Failed(logger, surface, address, why, token);
        return Denial.BadCredential;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A credential of administration was refused at {Surface}, from {Address}: {Why} (token {TokenId})", EventName = "AdminCredentialRefused")]
        public static partial void Failed(ILogger logger, string surface, IPAddress address, string why, Guid? tokenId);
    }
}
