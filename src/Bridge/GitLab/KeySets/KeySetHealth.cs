using System.Collections.Immutable;

namespace Bridge.GitLab.KeySets;

/// <summary>How the key set of one issuer stands, for administrators and metrics.</summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="Usable">Whether a set serves: fetched, and not older than the issuer lets it outlive an outage.</param>
/// <param name="FetchedAt">When the set that serves was fetched.</param>
/// <param name="LastAttempt">When the last attempt to fetch one ended.</param>
/// <param name="LastError">Why that attempt failed, in plain words; null if it did not.</param>
/// <param name="Keys">How many keys serve.</param>
/// <param name="Skipped">What of the fetched set does not serve, and why.</param>
public sealed record KeySetHealth(
    string Issuer, bool Usable, DateTimeOffset? FetchedAt, DateTimeOffset? LastAttempt, string? LastError, int Keys, ImmutableArray<string> Skipped);
