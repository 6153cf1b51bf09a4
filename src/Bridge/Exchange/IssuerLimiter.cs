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
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<Issuer> limiter = PartitionedRateLimiter.Create<Issuer, (string, int)>(issuer =>
        RateLimitPartition.GetTokenBucketLimiter((issuer.Id, issuer.PermitsPerMinute), key => new TokenBucketRateLimiterOptions
        {
            TokenLimit = key.Item2,
            TokensPerPeriod = Math.Max(1, key.Item2 / 60),
            ReplenishmentPeriod = Period,
            QueueLimit = 0,
        }));

    /// <summary>The token, or how long its issuer must wait.</summary>
    public Outcome<SignedToken> Check(SignedToken token)
    {
        using var lease = limiter.AttemptAcquire(token.Issuer);
        if (lease.IsAcquired)
            return token;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : Period;
        return new Refused(Reason.IssuerLimitReached, token.Issuer.Id, Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString());
    }

    public void Dispose() => limiter.Dispose();
}
