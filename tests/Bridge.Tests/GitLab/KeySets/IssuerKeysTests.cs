using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Testing;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

public sealed class IssuerKeysTests : IAsyncLifetime
{
    private static readonly string Old = TestKeys.Set(TestKeys.Jwk(TestKeys.Rsa, "old"));
    private static readonly string New = TestKeys.Set(TestKeys.Jwk(TestKeys.OtherRsa, "new"));

    private readonly ManualClock clock = new();
    private readonly IssuerKeys keys;
    private KeyServer server = null!;
    private Issuer issuer = null!;

    public IssuerKeysTests() => keys = new(clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await KeyServer.StartAsync(Old);
        issuer = TestIssuer.Jwks(server.Keys);
    }

    public async ValueTask DisposeAsync()
    {
        keys.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Set_is_fetched_once_and_anew_after_a_quarter_of_an_hour()
    {
        Assert.NotNull(await FindAsync("old"));
        clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        Assert.NotNull(await FindAsync("old"));
        Assert.Equal(1, server.Requests);
        server.Body = New;
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await FindAsync("old"));
        Assert.NotNull(await FindAsync("new"));
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task Unknown_keys_cause_one_fetch_a_minute()
    {
        Assert.NotNull(await FindAsync("old"));
        for (var attempt = 0; attempt < 20; attempt++)
            Assert.Null(await FindAsync($"unknown{attempt}"));
        Assert.Equal(2, server.Requests);
        clock.Advance(TimeSpan.FromSeconds(59));
        server.Body = New;
        Assert.Null(await FindAsync("new"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await FindAsync("new"));
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task Unknown_keys_wait_for_the_fetch_that_another_one_caused()
    {
        Assert.NotNull(await FindAsync("old"));
        await server.ArrivalAsync();
        var gate = server.Hold(New);
        var first = FindAsync("unknown");
        await server.ArrivalAsync();
        var second = FindAsync("new");
        Assert.False(second.IsCompleted);
        gate.SetResult();
        Assert.NotNull(await second);
        Assert.Null(await first);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task First_fetch_that_lacks_the_key_is_not_repeated_for_it()
    {
        Assert.Null(await FindAsync("unknown"));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Many_callers_share_one_fetch_and_one_that_leaves_does_not_end_it()
    {
        var gate = server.Hold(Old);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var left = keys.FindAsync(issuer, "old", leaving.Token).AsTask();
        await server.ArrivalAsync();
        var others = Enumerable.Range(0, 50).Select(_ => FindAsync("old")).ToList();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.DoesNotContain(others, other => other.IsCompleted);
        gate.SetResult();
        Assert.DoesNotContain(null, await Task.WhenAll(others));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Nobody_waits_for_a_server_that_is_known_not_to_answer()
    {
        Assert.NotNull(await FindAsync("old"));
        await server.ArrivalAsync();
        server.Hang();
        clock.Advance(TimeSpan.FromMinutes(15));
        var first = FindAsync("old");
        await server.ArrivalAsync();
        Assert.False(first.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(await first);

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(await FindAsync("old"));
        Assert.Equal(2, server.Requests);
        clock.Advance(TimeSpan.FromSeconds(1));
        var later = FindAsync("old");
        Assert.True(later.IsCompletedSuccessfully);
        await server.ArrivalAsync();
        Assert.True(FindAsync("old").IsCompletedSuccessfully);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task Set_is_replaced_in_the_background_once_the_server_answers_again()
    {
        Assert.NotNull(await FindAsync("old"));
        server.Body = "{\"keys\":[]}";
        clock.Advance(TimeSpan.FromMinutes(15));
        Assert.NotNull(await FindAsync("old"));
        Assert.Contains("no usable key", keys.Health(issuer)!.LastError, StringComparison.Ordinal);
        server.Body = New;
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await FindAsync("old"));
        await keys.RefreshAsync([issuer], Ct);
        Assert.Null(await FindAsync("old"));
        Assert.Null(keys.Health(issuer)!.LastError);
    }

    [Fact]
    public async Task Unknown_key_is_a_refusal_also_while_the_server_is_down()
    {
        Assert.NotNull(await FindAsync("old"));
        server.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.Null(await FindAsync("unknown"));
        clock.Advance(TimeSpan.FromHours(23));
        Assert.Null(await FindAsync("unknown"));
        Assert.NotNull(await FindAsync("old"));
    }

    [Fact]
    public async Task Last_good_set_outlives_an_outage_as_long_as_the_issuer_says()
    {
        Assert.NotNull(await FindAsync("old"));
        server.Body = "broken";
        clock.Advance(TimeSpan.FromHours(24));
        Assert.NotNull(await FindAsync("old"));
        clock.Advance(TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<KeysUnavailableException>(() => FindAsync("old"));
        Assert.False(keys.Health(issuer)!.Usable);
        server.Body = Old;
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(await FindAsync("old"));
    }

    [Fact]
    public async Task Set_serves_for_a_quarter_of_an_hour_where_it_shall_outlive_no_outage()
    {
        issuer = issuer with { Keys = issuer.Keys with { Outlive = TimeSpan.Zero } };
        Assert.NotNull(await FindAsync("old"));
        server.Body = "broken";
        clock.Advance(TimeSpan.FromMinutes(15));
        Assert.NotNull(await FindAsync("old"));
        clock.Advance(TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<KeysUnavailableException>(() => FindAsync("old"));
    }

    [Fact]
    public async Task Failed_first_fetch_rests_for_seconds_and_fails_at_once_in_between()
    {
        server.Body = "broken";
        var unavailable = await Assert.ThrowsAsync<KeysUnavailableException>(() => FindAsync("old"));
        Assert.Equal(("gitlab", "No usable key set of the issuer gitlab can be had."), (unavailable.Issuer, unavailable.Message));
        server.Body = Old;
        clock.Advance(TimeSpan.FromSeconds(4));
        await Assert.ThrowsAsync<KeysUnavailableException>(() => FindAsync("old"));
        Assert.Equal(1, server.Requests);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await FindAsync("old"));
    }

    [Fact]
    public async Task Clock_set_back_makes_the_set_due_and_not_young()
    {
        Assert.NotNull(await FindAsync("old"));
        server.Body = New;
        clock.Set(clock.GetUtcNow().AddHours(-1));
        Assert.Null(await FindAsync("old"));
    }

    [Fact]
    public async Task Key_of_one_issuer_is_none_of_another()
    {
        await using var foreign = await KeyServer.StartAsync(New);
        var other = TestIssuer.Of(TestIssuer.Nowhere with { Jwks = foreign.Keys }, "other");
        Assert.NotNull(await keys.FindAsync(other, "new", Ct));
        Assert.Null(await FindAsync("new"));
        Assert.Null(await keys.FindAsync(other, "old", Ct));
    }

    [Fact]
    public async Task Changed_origin_is_another_set_and_an_unchanged_one_is_not()
    {
        Assert.NotNull(await FindAsync("old"));
        Assert.NotNull(await keys.FindAsync(issuer with { Name = "renamed", Keys = issuer.Keys with { } }, "old", Ct));
        Assert.Equal(1, server.Requests);
        KeyOrigin[] changed =
        [
            issuer.Keys with { Jwks = new Uri(server.Keys, "?v=2") }, issuer.Keys with { Jwks = new Uri(server.Keys, "#other") }, issuer.Keys with { Insecure = true },
            issuer.Keys with { Outlive = TimeSpan.FromHours(1) }, issuer.Keys with { Jwks = null, Discovery = server.Keys },
        ];
        foreach (var origin in changed)
        {
            var before = server.Requests;
            await keys.RefreshAsync([issuer with { Keys = origin }], Ct);
            Assert.Equal(before + 1, server.Requests);
        }

        await keys.RefreshAsync([issuer with { Accepted = [new("https://other.example.com", TokenKind.IdToken)] }], Ct);
        Assert.Equal(changed.Length + 2, server.Requests);
    }

    [Fact]
    public async Task Background_fetches_ahead_of_the_requests_and_keeps_to_the_same_rests()
    {
        await keys.RefreshAsync([issuer, issuer with { Id = "off", Enabled = false }], Ct);
        await keys.RefreshAsync([issuer], Ct);
        Assert.Equal(1, server.Requests);
        clock.Advance(TimeSpan.FromMinutes(14));
        server.Body = "broken";
        await keys.RefreshAsync([issuer], Ct);
        await keys.RefreshAsync([issuer], Ct);
        Assert.Equal(2, server.Requests);
        clock.Advance(TimeSpan.FromMinutes(1));
        server.Body = New;
        await keys.RefreshAsync([issuer], Ct);
        Assert.True(FindAsync("new").IsCompletedSuccessfully);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task Background_waits_for_the_fetch_under_way_and_begins_no_second_one()
    {
        var gate = server.Hold(Old);
        var found = FindAsync("old");
        await server.ArrivalAsync();
        var refreshed = keys.RefreshAsync([issuer], Ct);
        Assert.False(refreshed.IsCompleted);
        gate.SetResult();
        await refreshed;
        Assert.NotNull(await found);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Background_drops_the_sets_of_issuers_that_are_gone()
    {
        Assert.NotNull(await FindAsync("old"));
        Assert.Single(keys.Health());
        await keys.RefreshAsync([], Ct);
        Assert.Empty(keys.Health());
        Assert.Null(keys.Health(issuer));
    }

    [Fact]
    public async Task Health_tells_how_the_set_stands()
    {
        var start = clock.GetUtcNow();
        Assert.NotNull(await FindAsync("old"));
        Assert.Equal((true, start, start, null, 1), State());
        server.Body = "broken";
        clock.Advance(TimeSpan.FromMinutes(20));
        Assert.NotNull(await FindAsync("old"));
        var error = $"{server.Keys} is not a JWK Set: a JSON object of distinct members with the array keys";
        Assert.Equal((true, start, start.AddMinutes(20), error, 1), State());

        (bool, DateTimeOffset?, DateTimeOffset?, string?, int) State() =>
            keys.Health(issuer) is { } health ? (health.Usable, health.FetchedAt, health.LastAttempt, health.LastError, health.Keys) : default;
    }

    [Fact]
    public async Task Closing_ends_the_fetch_under_way_and_serves_no_more()
    {
        server.Hang();
        var waiting = FindAsync("old");
        await server.ArrivalAsync();
        keys.Dispose();
        keys.Dispose();
        var unavailable = await Assert.ThrowsAsync<KeysUnavailableException>(() => waiting);
        Assert.Equal("the fetch failed (TaskCanceledException)", unavailable.InnerException?.Message);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => FindAsync("old"));
    }

    [Fact]
    public async Task Replaced_key_still_verifies_where_it_is_in_use_and_is_released_in_the_end()
    {
        byte[] input = [1, 2, 3];
        var signature = TestKeys.Rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var released = await UseAndReplaceAsync(input, signature);
        await Eventually.IsTrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !released.IsAlive;
        }, Ct);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> UseAndReplaceAsync(byte[] input, byte[] signature)
    {
        var key = (await FindAsync("old"))!;
        Assert.True(key.Verify("RS256", input, signature));
        server.Body = New;
        clock.Advance(TimeSpan.FromMinutes(15));
        Assert.NotNull(await FindAsync("new"));
        Assert.True(key.Verify("RS256", input, signature));
        return new WeakReference(key);
    }

    private Task<IssuerKey?> FindAsync(string keyId) => keys.FindAsync(issuer, keyId, Ct).AsTask();
}
