using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Testing;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

public sealed class IssuerKeysTests : IssuerKeysTest
{
    [Fact]
    public async Task Set_is_fetched_once_and_anew_after_a_quarter_of_an_hour()
    {
        Assert.NotNull(await FindAsync("old"));
        Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        Assert.NotNull(await FindAsync("old"));
        Assert.Equal(1, Server.Requests);
        Server.Body = New;
        Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await FindAsync("old"));
        Assert.NotNull(await FindAsync("new"));
        Assert.Equal(2, Server.Requests);
    }

    [Fact]
    public async Task Unknown_keys_cause_one_fetch_a_minute()
    {
        Assert.NotNull(await FindAsync("old"));
        for (var attempt = 0; attempt < 20; attempt++)
            Assert.Null(await FindAsync($"unknown{attempt}"));
        Assert.Equal(2, Server.Requests);
        Clock.Advance(TimeSpan.FromSeconds(59));
        Server.Body = New;
        Assert.Null(await FindAsync("new"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await FindAsync("new"));
        Assert.Equal(3, Server.Requests);
    }

    [Fact]
    public async Task Unknown_keys_wait_for_the_fetch_that_another_one_caused()
    {
        Assert.NotNull(await FindAsync("old"));
        await Server.ArrivalAsync();
        var gate = Server.Hold(New);
        var first = FindAsync("unknown");
        await Server.ArrivalAsync();
        var second = FindAsync("new");
        Assert.False(second.IsCompleted);
        gate.SetResult();
        Assert.NotNull(await second);
        Assert.Null(await first);
        Assert.Equal(2, Server.Requests);
    }

    [Fact]
    public async Task First_fetch_that_lacks_the_key_is_not_repeated_for_it()
    {
        Assert.Null(await FindAsync("unknown"));
        Assert.Equal(1, Server.Requests);
    }

    [Fact]
    public async Task Many_callers_share_one_fetch_and_one_that_leaves_does_not_end_it()
    {
        var gate = Server.Hold(Old);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var left = Keys.FindAsync(Issuer, "old", leaving.Token).AsTask();
        await Server.ArrivalAsync();
        var others = Enumerable.Range(0, 50).Select(_ => FindAsync("old")).ToList();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.DoesNotContain(others, other => other.IsCompleted);
        gate.SetResult();
        Assert.DoesNotContain(null, await Task.WhenAll(others));
        Assert.Equal(1, Server.Requests);
    }

    [Fact]
    public async Task Many_callers_share_the_fetch_of_a_set_that_is_due()
    {
        Assert.NotNull(await FindAsync("old"));
        Clock.Advance(TimeSpan.FromMinutes(15));
        var gate = Server.Hold(New);
        var callers = Enumerable.Range(0, 50).Select(_ => FindAsync("new")).ToList();
        Assert.DoesNotContain(callers, caller => caller.IsCompleted);
        gate.SetResult();
        Assert.DoesNotContain(null, await Task.WhenAll(callers));
        Assert.Equal(2, Server.Requests);
    }

    [Fact]
    public async Task Clock_set_back_makes_the_set_due_and_not_young()
    {
        Assert.NotNull(await FindAsync("old"));
        Server.Body = New;
        Clock.Set(Clock.GetUtcNow().AddHours(-1));
        Assert.Null(await FindAsync("old"));
    }

    [Fact]
    public async Task Key_of_one_issuer_is_none_of_another()
    {
        await using var foreign = await KeyServer.StartAsync(New);
        var other = TestIssuer.Of(TestIssuer.Nowhere with { Jwks = foreign.Keys }, "other");
        Assert.NotNull(await Keys.FindAsync(other, "new", Ct));
        Assert.Null(await FindAsync("new"));
        Assert.Null(await Keys.FindAsync(other, "old", Ct));
    }

    [Fact]
    public async Task Changed_origin_is_another_set_and_an_unchanged_one_is_not()
    {
        Assert.NotNull(await FindAsync("old"));
        Assert.NotNull(await Keys.FindAsync(Issuer with { Name = "renamed", Keys = Issuer.Keys with { } }, "old", Ct));
        Assert.Equal(1, Server.Requests);
        KeyOrigin[] changed =
        [
            Issuer.Keys with { Jwks = new Uri(Server.Keys, "?v=2") }, Issuer.Keys with { Jwks = new Uri(Server.Keys, "#other") }, Issuer.Keys with { Insecure = true },
            Issuer.Keys with { Outlive = TimeSpan.FromHours(1) }, Issuer.Keys with { Jwks = null, Discovery = Server.Keys },
        ];
        foreach (var origin in changed)
        {
            var before = Server.Requests;
            await Keys.RefreshAsync([Issuer with { Keys = origin }], Ct);
            Assert.Equal(before + 1, Server.Requests);
        }

        await Keys.RefreshAsync([Issuer with { Accepted = [new("https://other.example.com", TokenKind.IdToken)] }], Ct);
        Assert.Equal(changed.Length + 2, Server.Requests);
    }

    [Fact]
    public async Task Background_fetches_ahead_of_the_requests_and_keeps_to_the_same_rests()
    {
        await Keys.RefreshAsync([Issuer, Issuer with { Id = "off", Enabled = false }], Ct);
        await Keys.RefreshAsync([Issuer], Ct);
        Assert.Equal(1, Server.Requests);
        Clock.Advance(TimeSpan.FromMinutes(14));
        Server.Body = "broken";
        await Keys.RefreshAsync([Issuer], Ct);
        await Keys.RefreshAsync([Issuer], Ct);
        Assert.Equal(2, Server.Requests);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Server.Body = New;
        await Keys.RefreshAsync([Issuer], Ct);
        Assert.True(FindAsync("new").IsCompletedSuccessfully);
        Assert.Equal(3, Server.Requests);
    }

    [Fact]
    public async Task Background_waits_for_the_fetch_under_way_and_begins_no_second_one()
    {
        var gate = Server.Hold(Old);
        var found = FindAsync("old");
        await Server.ArrivalAsync();
        var refreshed = Keys.RefreshAsync([Issuer], Ct);
        Assert.False(refreshed.IsCompleted);
        gate.SetResult();
        await refreshed;
        Assert.NotNull(await found);
        Assert.Equal(1, Server.Requests);
    }

    [Fact]
    public async Task Background_drops_the_sets_of_issuers_that_are_gone()
    {
        Assert.NotNull(await FindAsync("old"));
        Assert.Single(Keys.Health());
        await Keys.RefreshAsync([], Ct);
        Assert.Empty(Keys.Health());
        Assert.Null(Keys.Health(Issuer));
    }

    [Fact]
    public async Task Health_tells_how_the_set_stands()
    {
        var start = Clock.GetUtcNow();
        Assert.NotNull(await FindAsync("old"));
        Assert.Equal((true, start, start, null, 1), State());
        Server.Body = "broken";
        Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.NotNull(await FindAsync("old"));
        var error = $"{Server.Keys} is not a JWK Set: a JSON object of distinct members with the array keys";
        Assert.Equal((true, start, start.AddMinutes(20), error, 1), State());

        (bool, DateTimeOffset?, DateTimeOffset?, string?, int) State() =>
            Keys.Health(Issuer) is { } health ? (health.Usable, health.FetchedAt, health.LastAttempt, health.LastError, health.Keys) : default;
    }

    [Fact]
    public async Task Closing_ends_the_fetch_under_way_and_serves_no_more()
    {
        Server.Hang();
        var waiting = FindAsync("old");
        await Server.ArrivalAsync();
        Keys.Dispose();
        Keys.Dispose();
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
        Server.Body = New;
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.NotNull(await FindAsync("new"));
        Assert.True(key.Verify("RS256", input, signature));
        return new WeakReference(key);
    }
}
