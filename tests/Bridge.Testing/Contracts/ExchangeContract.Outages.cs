using System.Net;
using Bridge.Simulator.Control;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;
using static Bridge.Testing.Contracts.ContractConfiguration;

namespace Bridge.Testing.Contracts;

public abstract partial class ExchangeContract
{
    [Fact]
    public async Task A_GitLab_out_of_reach_is_an_outage_and_no_fault_of_the_job()
    {
        await using var late = await GitLabSimulator.StartAsync(ct: Ct);
        late.Outage = new Outage(OutageMode.Refuse);
        await Host.ApplyAsync($$"""
            issuers:
              - {id: late-{{Guid.NewGuid():N}}, url: "{{late.Url}}", subject_prefix: "late-{{Guid.NewGuid():N}}:"}
            """, Ct);
        var before = await CountAsync();

        var answer = await ExchangeAsync(late.Mint(Host.Issuer), Deploy);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "temporarily_unavailable"), (answer.Status, answer.Member("error")));
        Assert.Equal("issuer_keys_unavailable", answer.Reason);
        Assert.True(Guid.TryParse(answer.Member("exchange_id"), out _));
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task Too_many_exchanges_of_one_issuer_are_told_to_wait_and_not_recorded()
    {
        var before = await CountAsync();
        var answers = new List<TokenResponse>();
        for (var i = 0; i < 3; i++)
            answers.Add(await ExchangeAsync(fixture.Small.Mint(Host.Issuer), Deploy));

        var limited = answers[^1];
        Assert.Equal((HttpStatusCode.TooManyRequests, "temporarily_unavailable"), (limited.Status, limited.Member("error")));
        Assert.NotNull(limited.Headers.RetryAfter);
        Assert.Null(limited.Reason);
        Assert.Null(limited.Member("exchange_id"));
        Assert.Equal(before + answers.Count(answer => answer.Status == HttpStatusCode.OK), await CountAsync());
    }

    [Fact]
    public async Task What_an_administrator_takes_away_is_gone_at_once()
    {
        var audience = $"https://{Guid.NewGuid():N}.test";
        await Host.ApplyAsync(Yaml(true), Ct);
        await GrantedAsync(JobToken(), audience);
        await Host.ApplyAsync(Yaml(false), Ct);

        await RefusedAsync(await ExchangeAsync(JobToken(), audience), "invalid_target", "target_disabled");

        string Yaml(bool enabled) => $$"""
            relying_parties:
              - {id: {{new Uri(audience).Host.Split('.')[0]}}, audience: "{{audience}}", profile: plain, enabled: {{(enabled ? "true" : "false")}}, rules: [{id: all, effect: allow, everyone: true}]}
            """;
    }
}
