using Bridge.Configuration;
using Bridge.Keys;
using Bridge.Server.Hosting;
using Bridge.Server.Settings;

namespace Bridge.Server.Discovery;

/// <summary>
/// The discovery document and the key set as they are now. They are made when configuration or the state of a key changes,
/// and at most once a second it is asked whether it did, so a flood of readers costs no more than its bytes.
/// </summary>
public sealed class PublishedDocuments : IDisposable
{
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(1);

    private readonly IssuerUrl issuer;
    private readonly TimeProvider time;
    private readonly Shared<ConfigurationInForce> configuration;
    private volatile Made? made;

    public PublishedDocuments(ConfigurationCache configurations, IssuerUrl issuer, TimeProvider time)
    {
        (this.issuer, this.time) = (issuer, time);
        configuration = new(ct => configurations.NoOlderThanAsync(Oldest, ct).AsTask(), Oldest, time);
    }

    public async ValueTask<PublishedDocument> DiscoveryAsync() => (await CurrentAsync()).Discovery;

    public async ValueTask<PublishedDocument> KeySetAsync() => (await CurrentAsync()).KeySet;

    public void Dispose() => configuration.Dispose();

    private async ValueTask<Made> CurrentAsync()
    {
        var (current, now) = (await configuration.GetAsync(), time.GetUtcNow());
        return made is { } known && known.Source == current && known.From <= now && now < known.Until ? known : made = Make(current, now);
    }

    private Made Make(ConfigurationInForce current, DateTimeOffset now) => new(
        current,
        now,
        NextChange(current.Keys, now),
        PublishedDocument.Of(writer => DiscoveryDocument.Write(writer, issuer, current, now)),
        PublishedDocument.Of(writer => KeySetDocument.Write(writer, current.Keys, now)));

    // Time alone changes the state of a key.
    private static DateTimeOffset NextChange(KeyRing keys, DateTimeOffset now) => keys.All
        .SelectMany(key => new[] { key.Stored.ActiveAt, key.Stored.RetiredAt, key.Stored.RemovedAt })
        .OfType<DateTimeOffset>()
        .Where(change => change > now)
        .DefaultIfEmpty(DateTimeOffset.MaxValue)
        .Min();

    private sealed record Made(ConfigurationInForce Source, DateTimeOffset From, DateTimeOffset Until, PublishedDocument Discovery, PublishedDocument KeySet);
}
