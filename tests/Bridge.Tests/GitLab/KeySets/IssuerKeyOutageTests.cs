using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

/// <summary>What serves while an issuer's server is out of reach.</summary>
public sealed class IssuerKeyOutageTests : IssuerKeysTest
{
    [Fact]
    public async Task Nobody_waits_for_a_server_that_is_known_not_to_answer()
    {
        Assert.NotNull(await FindAsync("old"));
        await Server.ArrivalAsync();
        Server.Hang();
        Clock.Advance(TimeSpan.FromMinutes(15));
        var first = FindAsync("old");
        await Server.ArrivalAsync();
        Assert.False(first.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(await first);

        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(await FindAsync("old"));
        Assert.Equal(2, Server.Requests);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var later = FindAsync("old");
        Assert.True(later.IsCompletedSuccessfully);
        await Server.ArrivalAsync();
        Assert.True(FindAsync("old").IsCompletedSuccessfully);
        Assert.Equal(3, Server.Requests);
    }

    [Fact]
    public async Task Server_that_failed_is_left_alone_for_a_minute_whatever_key_is_asked_for()
    {
        Assert.NotNull(await FindAsync("old"));
        Server.Body = "broken";
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.NotNull(await FindAsync("old"));
        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(await FindAsync("old"));
        Assert.Null(await FindAsync("unknown"));
        // It waits for a fetch that is under way.
        await Keys.RefreshAsync([Issuer], Ct);
        Assert.Equal(2, Server.Requests);
    }

    [Fact]
    public async Task Set_is_replaced_in_the_background_once_the_server_answers_again()
    {
        Assert.NotNull(await FindAsync("old"));
        Server.Body = "{\"keys\":[]}";
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.NotNull(await FindAsync("old"));
        Assert.Contains("no usable key", Keys.Health(Issuer)!.LastError, StringComparison.Ordinal);
        Server.Body = New;
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await FindAsync("old"));
        await Keys.RefreshAsync([Issuer], Ct);
        Assert.Null(await FindAsync("old"));
        Assert.Null(Keys.Health(Issuer)!.LastError);
    }

    [Fact]
    public async Task Unknown_key_is_a_refusal_also_while_the_server_is_down()
    {
        Assert.NotNull(await FindAsync("old"));
        Server.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.Null(await FindAsync("unknown"));
        Clock.Advance(TimeSpan.FromHours(23));
        Assert.Null(await FindAsync("unknown"));
        Assert.NotNull(await FindAsync("old"));
    }

    [Fact]
    public async Task Last_good_set_outlives_an_outage_as_long_as_the_issuer_says()
    {
        Assert.NotNull(await FindAsync("old"));
        Server.Body = "broken";
        Clock.Advance(TimeSpan.FromHours(24));
        Assert.NotNull(await FindAsync("old"));
        Clock.Advance(TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<KeysUnavailableException>(() => FindAsync("old"));
        Assert.False(Keys.Health(Issuer)!.Usable);
        Server.Body = Old;
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(await FindAsync("old"));
    }

    [Fact]
    public async Task Set_serves_for_a_quarter_of_an_hour_where_it_shall_outlive_no_outage()
    {
        Issuer = Issuer with { Keys = Issuer.Keys with { Outlive = TimeSpan.Zero } };
        Assert.NotNull(await FindAsync("old"));
        Server.Body = "broken";
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.NotNull(await FindAsync("old"));
        Clock.Advance(TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<KeysUnavailableException>(() => FindAsync("old"));
    }

    [Fact]
    public async Task Failed_first_fetch_rests_for_seconds_and_fails_at_once_in_between()
    {
        Server.Body = "broken";
        var unavailable = await Assert.ThrowsAsync<KeysUnavailableException>(() => FindAsync("old"));
        Assert.Equal(("gitlab", "No usable key set of the issuer gitlab can be had."), (unavailable.Issuer, unavailable.Message));
        Server.Body = Old;
        Clock.Advance(TimeSpan.FromSeconds(4));
        await Assert.ThrowsAsync<KeysUnavailableException>(() => FindAsync("old"));
        Assert.Equal(1, Server.Requests);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await FindAsync("old"));
    }
}
