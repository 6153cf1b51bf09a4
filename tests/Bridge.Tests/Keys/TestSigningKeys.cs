using System.Collections.Immutable;
using Bridge.Keys;

namespace Bridge.Tests.Keys;

/// <summary>Signing keys, made once; those of a ring are active from a day before.</summary>
internal static class TestSigningKeys
{
    public static readonly KeyEncryption Encryption = KeyEncryption.Parse(KeyEncryption.NewLine());

    private static readonly Lazy<ImmutableArray<StoredKey>> Made = new(() => MakeAsync().GetAwaiter().GetResult());

    private static readonly KeyRingLoader Loader = new(Encryption);

    public static KeyRing Ring(DateTimeOffset now) => Loader.Load([.. Made.Value.Select(key => key with { AnnouncedAt = now.AddDays(-1), ActiveAt = now.AddDays(-1) })], now);

    private static async Task<ImmutableArray<StoredKey>> MakeAsync()
    {
        var store = new MemoryKeyStore();
        await new KeyManagement(store, Encryption, new KeyPeriods(TimeSpan.FromHours(1), TimeSpan.FromHours(1)), TimeProvider.System).InitializeAsync("test", CancellationToken.None);
        return store.Keys;
    }
}

/// <summary>The keys in memory, changed as the wall promises.</summary>
internal sealed class MemoryKeyStore : ISigningKeyStore
{
    public ImmutableArray<StoredKey> Keys { get; set; } = [];

    /// <summary>How often a change is made again after a conflict.</summary>
    public int Conflicts { get; set; }

    public int Writes { get; private set; }

    public Task<ImmutableArray<StoredKey>> ChangeAsync(Func<ImmutableArray<StoredKey>, ImmutableArray<StoredKey>> change, string author, CancellationToken ct)
    {
        for (; Conflicts > 0; Conflicts--)
            change(Keys);
        var changed = change(Keys);
        Writes += changed.SequenceEqual(Keys) ? 0 : 1;
        Keys = changed;
        return Task.FromResult(Keys);
    }
}
