using System.Threading.RateLimiting;
using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>
/// Limits the verified exchanges of each issuer on this node, so that one GitLab cannot use up what others need. It stands
/// behind the signature: nobody else can spend an issuer's permits.
/// </summary>
public sealed class IssuerLimiter : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<Issuer> limiter = PartitionedRateLimiter.Create<Issuer, (string, int)>(issuer =>
        RateLimitPartition.GetTokenBucketLimiter((issuer.Id, issuer.PermitsPerMinute), key => new TokenBucketRateLimiterOptions
        {
            TokenLimit = key.Item2,
            TokensPerPeriod = PerPeriod(key.Item2),
            ReplenishmentPeriod = Minute * PerPeriod(key.Item2) / key.Item2,
            QueueLimit = 0,
        }));

    /// <summary>The token, or how long its issuer must wait.</summary>
    public Outcome<SignedToken> Check(SignedToken token)
    {
        using var lease = limiter.AttemptAcquire(token.Issuer);
        if (lease.IsAcquired)
            return token;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : TimeSpan.Zero;
        return new Refused(Reason.IssuerLimitReached, token.Issuer.Id, Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString());
    }

    public void Dispose() => limiter.Dispose();

    // Whole permits at a time, about once a second; the period makes up for what that rounds.
    private static int PerPeriod(int permitsPerMinute) => (permitsPerMinute + 59) / 60;
}
