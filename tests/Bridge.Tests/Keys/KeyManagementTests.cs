using Bridge.Keys;
using Bridge.Testing;
using Xunit;

namespace Bridge.Tests.Keys;

public sealed class KeyManagementTests
{
    private static readonly KeyPeriods Periods = new(TimeSpan.FromHours(2), TimeSpan.FromHours(5));

    private readonly ManualClock clock = new();
    private readonly MemoryKeyStore store = new();
    private readonly KeyManagement keys;

    public KeyManagementTests() => keys = new KeyManagement(store, TestSigningKeys.Encryption, Periods, clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string States => string.Join(' ', store.Keys.Where(key => key.Algorithm == "ES256").Select(key => $"{key.Generation}:{key.State(clock.GetUtcNow())}"));

    [Fact]
    public async Task First_generation_of_every_algorithm_is_active_at_once_and_made_once()
    {
        clock.Advance(TimeSpan.FromMilliseconds(700));
        store.Conflicts = 2;
        Assert.Equal(2, (await keys.InitializeAsync("test", Ct)).Length);
        Assert.Equal(["ES256", "RS256"], store.Keys.Select(key => key.Algorithm).Order(StringComparer.Ordinal));
        Assert.All(store.Keys, key => Assert.Equal((1, KeyState.Active), (key.Generation, key.State(clock.GetUtcNow()))));
        Assert.Empty(await keys.InitializeAsync("test", Ct));
        Assert.Equal(1, store.Writes);
    }

    [Fact]
    public async Task Key_is_announced_then_active_then_retired_then_removed()
    {
        await keys.InitializeAsync("test", Ct);
        var made = await keys.RotateAsync(SigningAlgorithm.Es256, "test", Ct);
        Assert.Equal((2, "1:Active 2:Announced"), (made!.Generation, States));
        clock.Advance(Periods.Announce - TimeSpan.FromSeconds(1));
        Assert.Equal("1:Active 2:Announced", States);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("1:Retired 2:Active", States);
        clock.Advance(Periods.Retire);
        Assert.Equal("1:Removed 2:Active", States);
    }

    [Fact]
    public async Task Rotating_twice_announces_one_key()
    {
        await keys.InitializeAsync("test", Ct);
        store.Conflicts = 1;
        Assert.NotNull(await keys.RotateAsync(SigningAlgorithm.Es256, "test", Ct));
        Assert.Null(await keys.RotateAsync(SigningAlgorithm.Es256, "test", Ct));
        Assert.Equal("1:Active 2:Announced", States);
        clock.Advance(Periods.Announce);
        Assert.Equal(3, (await keys.RotateAsync(SigningAlgorithm.Es256, "test", Ct))!.Generation);
        Assert.Equal("1:Retired 2:Active 3:Announced", States);
    }

    [Fact]
    public async Task Two_nodes_that_lost_a_conflict_agree_on_one_generation()
    {
        await keys.InitializeAsync("one", Ct);
        var other = new KeyManagement(store, TestSigningKeys.Encryption, Periods, clock);
        Assert.Empty(await other.InitializeAsync("two", Ct));
        Assert.NotNull(await keys.RotateAsync(SigningAlgorithm.Es256, "one", Ct));
        Assert.Null(await other.RotateAsync(SigningAlgorithm.Es256, "two", Ct));
        Assert.Equal(store.Keys.Length, store.Keys.DistinctBy(key => (key.Algorithm, key.Generation)).Count());
    }

    [Fact]
    public async Task Revoked_key_is_gone_at_once_and_its_successor_signs()
    {
        await keys.InitializeAsync("test", Ct);
        Assert.True(await keys.RevokeAsync(Active().KeyId, "test", Ct));
        Assert.Equal("1:Revoked 2:Active", States);
        Assert.Equal(2, Ring().Active("ES256", clock.GetUtcNow())!.Stored.Generation);
        Assert.DoesNotContain(Ring().Published(clock.GetUtcNow()), key => key.Stored is { Algorithm: "ES256", Generation: 1 });
    }

    [Fact]
    public async Task Announced_key_takes_over_at_once_from_a_revoked_one()
    {
        await keys.InitializeAsync("test", Ct);
        await keys.RotateAsync(SigningAlgorithm.Es256, "test", Ct);
        await keys.RevokeAsync(Active().KeyId, "test", Ct);
        Assert.Equal("1:Revoked 2:Active", States);
    }

    [Fact]
    public async Task Active_key_stays_when_the_announced_one_is_revoked()
    {
        await keys.InitializeAsync("test", Ct);
        var announced = await keys.RotateAsync(SigningAlgorithm.Es256, "test", Ct);
        await keys.RevokeAsync(announced!.KeyId, "test", Ct);
        clock.Advance(Periods.Announce + Periods.Retire + TimeSpan.FromDays(1));
        Assert.Equal("1:Active 2:Revoked", States);
        Assert.Equal(3, (await keys.RotateAsync(SigningAlgorithm.Es256, "test", Ct))!.Generation);
    }

    [Fact]
    public async Task Revoking_a_retired_key_changes_no_other()
    {
        await keys.InitializeAsync("test", Ct);
        var first = Active();
        await keys.RotateAsync(SigningAlgorithm.Es256, "test", Ct);
        clock.Advance(Periods.Announce);
        await keys.RotateAsync(SigningAlgorithm.Es256, "test", Ct);
        var others = store.Keys.Remove(store.Keys.Single(key => key.KeyId == first.KeyId));
        Assert.True(await keys.RevokeAsync(first.KeyId, "test", Ct));
        Assert.Equal("1:Revoked 2:Active 3:Announced", States);
        Assert.Equal(others, store.Keys.Where(key => key.KeyId != first.KeyId));
    }

    [Fact]
    public async Task Unknown_or_revoked_key_is_not_revoked_again()
    {
        await keys.InitializeAsync("test", Ct);
        var first = Active();
        await keys.RevokeAsync(first.KeyId, "test", Ct);
        var writes = store.Writes;
        Assert.False(await keys.RevokeAsync(first.KeyId, "test", Ct));
        Assert.False(await keys.RevokeAsync("unknown", "test", Ct));
        Assert.Equal(writes, store.Writes);
    }

    [Fact]
    public async Task Key_that_was_revoked_never_comes_back_on_a_clock_set_back()
    {
        await keys.InitializeAsync("test", Ct);
        await keys.RevokeAsync(Active().KeyId, "test", Ct);
        clock.Set(clock.GetUtcNow().AddDays(-1));
        Assert.Equal(2, Ring().Active("ES256", clock.GetUtcNow())!.Stored.Generation);
        Assert.DoesNotContain(Ring().Published(clock.GetUtcNow()), key => key.Stored is { Algorithm: "ES256", Generation: 1 });
    }

    [Fact]
    public async Task Some_key_signs_at_every_moment_whatever_was_done_before()
    {
        await keys.InitializeAsync("test", Ct);
        foreach (var step in "rrxawrarwxarwwxxaw")
        {
            if (step == 'r')
                await keys.RotateAsync(SigningAlgorithm.Es256, "test", Ct);
            else if (step == 'w')
                clock.Advance(Periods.Announce);
            else
                await keys.RevokeAsync(store.Keys.Last(key => key.Algorithm == "ES256" && key.State(clock.GetUtcNow()) == (step == 'x' ? KeyState.Active : key.State(clock.GetUtcNow()))).KeyId, "test", Ct);
            for (var moment = clock.GetUtcNow(); moment < clock.GetUtcNow() + Periods.Announce * 2; moment += Periods.Announce / 3)
                Assert.Single(store.Keys, key => key.Algorithm == "ES256" && key.State(moment) == KeyState.Active);
        }
    }

    [Fact]
    public async Task Rewrapping_leaves_every_key_as_it_is_under_the_first_key_of_the_file()
    {
        await keys.InitializeAsync("test", Ct);
        var (old, line) = (KeyEncryption.NewLine(), KeyEncryption.NewLine());
        store.Keys = [];
        var before = new KeyManagement(store, KeyEncryption.Parse(old), Periods, clock);
        await before.InitializeAsync("test", Ct);
        var kids = store.Keys.Select(key => key.KeyId).ToList();
        await new KeyManagement(store, KeyEncryption.Parse($"{line}\n{old}\n"), Periods, clock).RewrapAsync("test", Ct);
        Assert.Equal(kids, new KeyRingLoader(KeyEncryption.Parse(line)).Load(store.Keys, clock.GetUtcNow()).All.Select(key => key.Credentials.Key.KeyId));
        Assert.Equal(kids, new KeyRingLoader(KeyEncryption.Parse(old), () => KeyEncryption.Parse(line)).Load(store.Keys, clock.GetUtcNow()).All.Select(key => key.Credentials.Key.KeyId));
        Assert.Throws<KeyEncryptionException>(() => new KeyRingLoader(KeyEncryption.Parse(old)).Load(store.Keys, clock.GetUtcNow()));
    }

    [Fact]
    public async Task No_key_is_put_beside_others_that_another_key_encryption_key_wrapped()
    {
        await keys.InitializeAsync("test", Ct);
        var was = store.Keys;
        var other = new KeyManagement(store, KeyEncryption.Parse(KeyEncryption.NewLine()), Periods, clock);
        await Assert.ThrowsAsync<KeyEncryptionException>(() => other.RotateAsync(SigningAlgorithm.Es256, "test", Ct));
        Assert.Equal(was, store.Keys);
    }

    [Fact]
    public async Task Rewrapping_is_not_stopped_by_a_key_that_is_gone_but_by_one_in_use()
    {
        var lost = new KeyManagement(store, KeyEncryption.Parse(KeyEncryption.NewLine()), Periods, clock);
        await lost.InitializeAsync("test", Ct);
        var was = store.Keys;
        await Assert.ThrowsAsync<KeyEncryptionException>(() => keys.RewrapAsync("test", Ct));
        Assert.Equal(was, store.Keys);
        foreach (var key in was)
            await keys.RevokeAsync(key.KeyId, "test", Ct);
        await keys.RewrapAsync("test", Ct);
        Assert.Equal(2, Ring().All.Length);
    }

    private StoredKey Active() => store.Keys.Single(key => key.Algorithm == "ES256" && key.State(clock.GetUtcNow()) == KeyState.Active);

    private KeyRing Ring() => new KeyRingLoader(TestSigningKeys.Encryption).Load(store.Keys, clock.GetUtcNow());
}
