using Bridge.Claims;
using Bridge.Exchange;
using Bridge.Policies;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Simulator.Control;
using Bridge.Simulator.Tokens;
using Xunit;
using CiTokenRequest = Bridge.Simulator.Tokens.TokenRequest;
using TokenRequest = Bridge.Exchange.TokenRequest;

namespace Bridge.Tests.Exchange;

public sealed class TokenExchangeTests : IAsyncLifetime
{
    private TestBridge bridge = null!;

    private MemoryStore Store => bridge.Store;

    public async ValueTask InitializeAsync() => bridge = await TestBridge.StartAsync();

    public ValueTask DisposeAsync() => bridge.DisposeAsync();

    [Fact]
    public async Task Grants_a_job_a_token_whose_record_is_on_disk()
    {
        var answer = (await bridge.SendAsync()).Issued();
        Assert.Equal(("service", "everyone", "built-in", null), (bridge.Record.RelyingParty, bridge.Record.Rule, bridge.Record.Template, bridge.Record.Reason));
        Assert.Equal((answer.ExchangeId, answer.ExchangeId.ToString()), (bridge.Record.Id, bridge.Record.IssuedTokenId));
        Assert.Equal(answer.ExchangeId.ToString(), answer.Claim("jti"));
        Assert.Equal("project_path:my-group/my-project:ref_type:branch:ref:main", answer.Claim("sub"));
        Assert.Equal(TimeSpan.FromMinutes(10), answer.Token.ExpiresIn);
    }

    [Theory]
    [InlineData(CommitOutcome.None)]
    [InlineData(CommitOutcome.CountedOnly)]
    [InlineData(CommitOutcome.Superseded)]
    [InlineData(CommitOutcome.PinChanged)]
    [InlineData((CommitOutcome)99)]
    public async Task No_token_without_its_record(CommitOutcome outcome)
    {
        Store.BeforeCommit = (_, _) => outcome;
        var answer = Assert.IsType<ExchangeAnswer.Unavailable>(await bridge.SendAsync());
        Assert.Equal(("configuration_unsettled", 5), (answer.Reason, Store.Tries));
    }

    [Fact]
    public async Task Outage_of_the_store_is_no_refusal_and_gives_no_token()
    {
        await bridge.SendAsync();
        Store.Unavailable = true;
        Assert.Equal("store_unavailable", Assert.IsType<ExchangeAnswer.Unavailable>(await bridge.SendAsync()).Reason);
        Assert.Single(Store.Records);
    }

    [Fact]
    public async Task Outage_of_the_issuer_without_a_key_set_is_no_refusal_and_leaves_no_record()
    {
        bridge.GitLab.Outage = new Outage(OutageMode.Refuse);
        Assert.Equal("issuer_keys_unavailable", Assert.IsType<ExchangeAnswer.Unavailable>(await bridge.SendAsync()).Reason);
        Assert.Empty(Store.Records);
    }

    [Fact]
    public async Task Cancelled_request_ends_without_an_answer()
    {
        Store.BeforeCommit = (_, _) => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => bridge.SendAsync());
    }

    [Fact]
    public async Task Refusal_that_was_only_counted_says_so()
    {
        Store.BeforeCommit = (_, _) => CommitOutcome.CountedOnly;
        Assert.False(Assert.IsType<ExchangeAnswer.NotIssued>(await bridge.SendAsync("x")).Recorded);
    }

    [Fact]
    public async Task Rule_disabled_while_the_exchange_was_decided_holds_from_its_commit_on()
    {
        Store.BeforeCommit = (number, _) =>
        {
            if (number == 1)
                Store.Configuration = Store.Configuration.With(party => party with { Rules = [] });
            return null;
        };
        Assert.Equal("no_rule_matched", (await bridge.SendAsync()).Refused().Reason);
        Assert.Equal((2, 2L), (Store.Tries, bridge.Record.Revision));
    }

    [Fact]
    public async Task Refusal_under_an_old_configuration_is_decided_again()
    {
        Store.Configuration = Store.Configuration.With(party => party with { Enabled = false });
        Assert.Equal("target_disabled", (await bridge.SendAsync()).Refused().Reason);
        Store.Configuration = Store.Configuration.With(party => party with { Enabled = true });
        (await bridge.SendAsync()).Issued();
    }

    [Fact]
    public async Task Token_that_was_used_before_is_refused_once_and_recorded_so()
    {
        Store.Configuration = Store.Configuration.With(party => party with { Replay = Replay.Once });
        var token = bridge.GitLab.Mint(TestBridge.Url);
        (await bridge.SendAsync(token)).Issued();
        Assert.Equal("subject_token_used", (await bridge.SendAsync(token)).Refused().Reason);
        Assert.Equal([null, "subject_token_used"], Store.Records.Select(record => record.Reason));
    }

    [Fact]
    public async Task Refused_exchange_uses_no_token_up()
    {
        Store.Configuration = Store.Configuration.With(party => party with { Replay = Replay.Once });
        var token = bridge.GitLab.Mint(TestBridge.Url);
        (await bridge.SendAsync(token, ("scope", "admin"))).Refused();
        (await bridge.SendAsync(token)).Issued();
    }

    [Fact]
    public async Task Mark_of_one_service_does_not_refuse_the_token_at_another()
    {
        var first = Store.Configuration.Party with { Replay = Replay.Once };
        Store.Configuration = Store.Configuration with { Party = first };
        var token = bridge.GitLab.Mint(TestBridge.Url);
        (await bridge.SendAsync(token)).Issued();
        // Between the conflict and the next decision the audience passes to another service, where the token is new.
        Store.BeforeCommit = (number, _) =>
        {
            if (number == 2)
            {
                Store.Configuration = Store.Configuration with { Party = first with { Id = "successor" } };
                return CommitOutcome.MarkTaken;
            }

            return null;
        };
        (await bridge.SendAsync(token)).Issued();
    }

    [Fact]
    public async Task Token_of_a_removed_kind_is_good_once_over_all_services()
    {
        var until = bridge.Clock.GetUtcNow().AddDays(30);
        Store.Configuration = Store.Configuration
            .WithIssuer(issuer => issuer with { LegacyUntil = issuer.LegacyUntil.Add(Bridge.GitLab.TokenKind.V2, until) })
            .With(party => party with { Kinds = Bridge.GitLab.TokenKind.V2 });
        var other = Store.Configuration.Party with { Id = "other", Audience = "https://other.example.com", Resource = null };
        Store.Configuration = Store.Configuration with { OtherParties = [other] };
        var token = bridge.GitLab.Mint(new CiTokenRequest { Variant = TokenVariant.V2 });
        (await bridge.SendAsync(token)).Issued();
        Assert.Equal("subject_token_used", (await bridge.SendAsync(token, ("audience", other.Audience))).Refused().Reason);
    }

    [Fact]
    public async Task Loser_of_the_race_for_a_path_is_decided_again()
    {
        Store.BeforeCommit = (number, _) =>
        {
            if (number == 1)
                Store.Pin("gitlab", "999", new ProjectPin("72", "My-Group/my-project", bridge.Clock.GetUtcNow()));
            return null;
        };
        Assert.Equal("project_recycled", (await bridge.SendAsync()).Refused().Reason);
        Assert.DoesNotContain(("gitlab", "20"), Store.Pins.Keys);
    }

    [Fact]
    public async Task Limiter_of_the_issuer_takes_one_permit_of_an_exchange_however_often_it_is_decided()
    {
        Store.Configuration = Store.Configuration.WithIssuer(issuer => issuer with { PermitsPerMinute = 2 });
        Store.BeforeCommit = (number, _) => number < 5 ? CommitOutcome.Superseded : null;
        (await bridge.SendAsync()).Issued();
        (await bridge.SendAsync()).Issued();
        var limited = Assert.IsType<ExchangeAnswer.Limited>(await bridge.SendAsync());
        Assert.Equal(("gitlab", 2), (limited.Issuer, Store.Records.Count()));
        Assert.InRange(limited.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Permit_is_taken_where_the_first_attempt_did_not_come_to_the_limiter()
    {
        Store.Configuration = Store.Configuration with { Clients = [Store.Configuration.Clients[0] with { Enabled = false }] };
        Store.Configuration = Store.Configuration.WithIssuer(issuer => issuer with { PermitsPerMinute = 1 });
        await bridge.SendAsync();
        Store.BeforeCommit = (number, _) =>
        {
            if (number == 2)
                Store.Configuration = Store.Configuration with { Clients = [Store.Configuration.Clients[0] with { Enabled = true }] };
            return null;
        };
        (await bridge.SendAsync()).Issued();
        Assert.IsType<ExchangeAnswer.Limited>(await bridge.SendAsync());
    }

    [Fact]
    public async Task Stranger_spends_no_permit()
    {
        Store.Configuration = Store.Configuration.WithIssuer(issuer => issuer with { PermitsPerMinute = 1 });
        for (var i = 0; i < 3; i++)
            (await bridge.SendAsync(bridge.GitLab.Mint(new CiTokenRequest { Audience = TestBridge.Url, TamperSignature = true }))).Refused();
        (await bridge.SendAsync()).Issued();
    }

    [Fact]
    public async Task Explaining_leaves_nothing_behind()
    {
        Store.Configuration = Store.Configuration.WithIssuer(issuer => issuer with { PermitsPerMinute = 1 }).With(party => party with { Replay = Replay.Once });
        var request = bridge.Request();
        for (var i = 0; i < 3; i++)
        {
            var explanation = await bridge.Exchange.ExplainAsync(request, null, TestContext.Current.CancellationToken);
            Assert.Null(explanation.Refused);
            Assert.Contains("\"jti\":\"(not issued)\"", explanation.Claims, StringComparison.Ordinal);
            Assert.Equal(Enum.GetValues<Check>().Except([Check.IssuerLimiter]), explanation.Trail.Outcomes.Select(outcome => outcome.Check).Distinct());
            Assert.All(explanation.Trail.Outcomes, outcome => Assert.NotNull(outcome.Found));
        }

        Assert.Empty(Store.Records);
        Assert.Empty(Store.Pins);
        (await bridge.SendAsync(request)).Issued();
    }

    [Fact]
    public async Task Explaining_a_refusal_ends_with_the_check_that_refused()
    {
        Store.Configuration = Store.Configuration.WithMandatory(new Condition.OneOf("project_id", ["7"], Negated: false));
        var explanation = await bridge.Exchange.ExplainAsync(bridge.Request(), null, TestContext.Current.CancellationToken);
        Assert.Equal((Check.MandatoryConditions, Reason.MandatoryConditionFailed), (explanation.Trail.Outcomes[^1].Check, explanation.Refused?.Reason));
        Assert.Equal((explanation.Refused, null), (explanation.Trail.Outcomes[^1].Refused, explanation.Claims));
    }

    [Fact]
    public async Task Scope_is_told_where_it_is_not_what_was_asked_for()
    {
        Assert.True((await bridge.SendAsync()).Issued().TellScope);
        Assert.False((await bridge.SendAsync(null, ("scope", "write read"))).Issued().TellScope);
        Assert.False((await bridge.SendAsync(null, ("scope", "write"))).Issued().TellScope);
        // openid was asked for and is not given.
        Assert.True((await bridge.SendAsync(null, ("scope", "openid write"))).Issued().TellScope);
        Store.Configuration = Store.Configuration.With(party => party with { Scopes = [] });
        Assert.False((await bridge.SendAsync(null, ("scope", "openid"))).Issued().TellScope);
    }

    [Fact]
    public async Task Type_of_token_is_that_of_the_request_or_of_the_profile()
    {
        Assert.Equal(TokenType.AccessToken, (await bridge.SendAsync()).Issued().Token.Type);
        Assert.Equal(TokenType.Jwt, (await bridge.SendAsync(null, ("requested_token_type", TokenType.Jwt.Urn()))).Issued().Token.Type);
        Assert.Equal("requested_token_type_not_allowed", (await bridge.SendAsync(null, ("requested_token_type", TokenType.IdToken.Urn()))).Refused().Reason);
    }

    [Fact]
    public async Task No_object_of_an_exchange_tells_its_token_or_secret_when_written()
    {
        var token = bridge.GitLab.Mint(TestBridge.Url);
        var request = bridge.Request(token, null, ("client_id", "robot"), ("client_secret", TestBridge.Secret));
        Assert.True(TokenRequest.Parse(request).Is(out var parsed, out _));
        var answer = (await bridge.SendAsync(request)).Issued();
        var written = $"{request} {parsed} {answer} {answer.Token} {bridge.Record} {bridge.Record.Claims}";
        Assert.All([token, token.Split('.')[2], TestBridge.Secret, answer.Token.Text, answer.Token.Text.Split('.')[2]], secret => Assert.DoesNotContain(secret, written, StringComparison.Ordinal));
    }
}
