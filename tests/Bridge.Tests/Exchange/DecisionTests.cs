using System.Text.Json.Nodes;
using Bridge.Claims;
using Bridge.Exchange;
using Bridge.Keys;
using Bridge.Policies;
using Bridge.Projects;
using Bridge.Simulator.Tokens;
using Bridge.Subjects;
using Bridge.Tests.Keys;
using Xunit;

namespace Bridge.Tests.Exchange;

public sealed class DecisionTests : IAsyncLifetime
{
    private TestBridge bridge = null!;

    private MemoryStore Store => bridge.Store;

    public async ValueTask InitializeAsync() => bridge = await TestBridge.StartAsync();

    public ValueTask DisposeAsync() => bridge.DisposeAsync();

    [Theory]
    [InlineData(null, null, null, "target_missing")]
    [InlineData("https://unknown.example.com", null, null, "target_unknown")]
    [InlineData("HTTPS://service.example.com", null, null, "target_unknown")]
    [InlineData(TestBridge.Audience, "https://other.example.com", null, "target_ambiguous")]
    [InlineData(TestBridge.Audience, "https://unknown.example.com", null, "target_unknown")]
    [InlineData("https://other.example.com", null, "urn:example:service", "target_ambiguous")]
    [InlineData(null, null, "urn:example:unknown", "target_unknown")]
    [InlineData(TestBridge.Audience, TestBridge.Audience, "urn:example:service", null)]
    [InlineData(null, null, "urn:example:service", null)]
    public async Task Audience_and_resource_name_exactly_one_service(string? audience, string? second, string? resource, string? reason)
    {
        Store.Configuration = Store.Configuration with { OtherParties = [Store.Configuration.Party with { Id = "other", Audience = "https://other.example.com", Resource = null }] };
        var answer = await bridge.SendAsync(null, ("audience", audience), ("audience", second), ("resource", resource));
        if (reason is null)
            answer.Issued();
        else
            Assert.Equal((reason, "invalid_target"), (answer.Refused().Reason, answer.Refused().Error));
    }

    [Fact]
    public async Task Default_audience_is_the_clients_own()
    {
        var answer = await bridge.SendAsync(null, ("audience", null), ("client_id", "robot"), ("client_secret", TestBridge.Secret));
        Assert.Equal(TestBridge.Audience, answer.Claim("aud"));
        Assert.Equal("robot", answer.Claim("client_id"));
    }

    [Fact]
    public async Task Service_may_be_off_or_serve_other_clients_and_kinds()
    {
        var party = Store.Configuration.Party;
        Assert.Equal("target_disabled", await Reason(party with { Enabled = false }));
        Assert.Equal("client_not_accepted", await Reason(party with { Clients = ["robot"] }));
        Assert.Equal("token_kind_not_accepted", await Reason(party with { Kinds = Bridge.GitLab.TokenKind.V2 }));
        Assert.Equal("project_unconfirmed", await Reason(party with { EnrolledProjects = true }));
        Store.Enrolled.Add("20");
        (await bridge.SendAsync()).Issued();
    }

    [Fact]
    public async Task Scopes_are_those_asked_for_among_those_given()
    {
        Store.Configuration = Store.Configuration.With(party => party with { Rules = [party.Rules[0] with { Scopes = ["read", "not-the-partys"] }] });
        Assert.Equal("read", (await bridge.SendAsync()).Claim("scope"));
        Assert.Equal(("scope_not_given", "invalid_scope"), await ScopeRefusal("read write"));
        Assert.Equal(("scope_not_given", "invalid_scope"), await ScopeRefusal("not-the-partys"));
        Assert.Equal("read", (await bridge.SendAsync(null, ("scope", "openid read"))).Claim("scope"));
    }

    [Theory]
    [InlineData(600, null, 3600, 600)]
    [InlineData(600, 60, 3600, 60)]
    [InlineData(60, 600, 3600, 60)]
    [InlineData(7200, null, 7200, 3600)]
    [InlineData(600, null, 100, 100)]
    [InlineData(90, null, 30, 30)]
    [InlineData(600, null, 29, null)]
    public async Task Lifetime_is_the_least_of_all(int party, int? rule, int left, int? lifetime)
    {
        Store.Configuration = Store.Configuration.With(service => service with
        {
            Lifetime = TimeSpan.FromSeconds(party),
            Rules = [service.Rules[0] with { Lifetime = rule is { } seconds ? TimeSpan.FromSeconds(seconds) : null }],
        });
        var exp = bridge.Clock.GetUtcNow().AddSeconds(left).ToUnixTimeSeconds();
        // Within a second, nothing of it is lost or gained.
        bridge.Clock.Advance(TimeSpan.FromMilliseconds(900));
        var answer = await bridge.SendAsync(new JsonObject { ["exp"] = exp });
        if (lifetime is not { } expected)
        {
            Assert.Equal(("lifetime_too_short", "29"), (answer.Refused().Reason, answer.Refused().Actual));
            return;
        }

        Assert.Equal(TimeSpan.FromSeconds(expected), answer.Issued().Token.ExpiresIn);
        Assert.Equal(expected, answer.Claims().GetProperty("exp").GetInt64() - answer.Claims().GetProperty("iat").GetInt64());
        Assert.Equal(answer.Claims().GetProperty("exp").GetInt64(), bridge.Record.IssuedExpiresAt?.ToUnixTimeSeconds());
        Assert.Equal(0, bridge.Record.IssuedExpiresAt?.Millisecond);
    }

    [Theory]
    [InlineData(11, 11)]
    [InlineData(12, 12)]
    [InlineData(24, 12)]
    public async Task No_ceiling_of_any_host_goes_beyond_twelve_hours(int ceiling, int hours)
    {
        await using var generous = await TestBridge.StartAsync(new ExchangeSettings { Issuer = TestBridge.Url, LifetimeCeiling = TimeSpan.FromHours(ceiling) });
        generous.Store.Configuration = generous.Store.Configuration.With(party => party with { Lifetime = TimeSpan.FromDays(2), OutliveSubjectToken = true });
        Assert.Equal(TimeSpan.FromHours(hours), (await generous.SendAsync()).Issued().Token.ExpiresIn);
    }

    [Fact]
    public async Task Token_that_ended_within_the_leeway_has_nothing_left_to_give()
    {
        var claims = new JsonObject { ["exp"] = bridge.Clock.GetUtcNow().AddSeconds(-10).ToUnixTimeSeconds(), ["iat"] = bridge.Clock.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds() };
        Assert.Equal(("lifetime_too_short", "0"), await Of(claims));
        Store.Configuration = Store.Configuration.With(party => party with { OutliveSubjectToken = true });
        Assert.Equal(TimeSpan.FromMinutes(10), (await bridge.SendAsync((JsonObject)claims.DeepClone())).Issued().Token.ExpiresIn);

        async Task<(string, string?)> Of(JsonObject job) => await bridge.SendAsync((JsonObject)job.DeepClone()) is var answer ? (answer.Refused().Reason, answer.Refused().Actual) : default;
    }

    [Fact]
    public async Task Replay_mark_outlives_the_longest_leeway()
    {
        Store.Configuration = Store.Configuration.With(party => party with { Replay = Replay.Once });
        (await bridge.SendAsync()).Issued();
        var mark = Assert.Single(Store.Entries).Mark!;
        Assert.Equal(bridge.Clock.GetUtcNow().AddHours(1).AddSeconds(60), mark.Until);
        Assert.Equal("service", mark.RelyingParty);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExchangeSettings { Issuer = "", Leeway = TimeSpan.FromSeconds(61) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExchangeSettings { Issuer = "", Leeway = TimeSpan.FromSeconds(-1) });
    }

    [Fact]
    public async Task Project_recreated_under_the_same_path_is_refused()
    {
        (await bridge.SendAsync()).Issued();
        Assert.Equal("project_recycled", (await bridge.SendAsync(new JsonObject { ["project_id"] = "21", ["project_path"] = "my-group/My-Project" })).Refused().Reason);
    }

    [Fact]
    public async Task Project_in_another_namespace_waits_for_confirmation()
    {
        (await bridge.SendAsync()).Issued();
        Assert.Equal("project_transferred", (await bridge.SendAsync(new JsonObject { ["namespace_id"] = "73", ["project_path"] = "others/my-project" })).Refused().Reason);
    }

    [Fact]
    public async Task Same_id_and_path_at_two_issuers_are_two_projects()
    {
        await using var second = await Bridge.Testing.Simulation.GitLabSimulator.StartAsync(time: bridge.Clock, ct: TestContext.Current.CancellationToken);
        var other = new TestConfiguration(second, bridge.Clock).Issuers[0] with { Id = "other", SubjectPrefix = "other:" };
        Store.Configuration = Store.Configuration with { Issuers = [Store.Configuration.Issuers[0], other] };
        Store.Configuration = Store.Configuration.With(party => party with { Replay = Replay.Once });
        var claims = new JsonObject { ["jti"] = "the same" };
        var subjects = new[] { await bridge.SendAsync((JsonObject)claims.DeepClone()), await bridge.SendAsync(second.Mint(TestBridge.Url, claims: claims)) }.Select(answer => answer.Claim("sub")).ToList();
        Assert.Equal("other:" + subjects[0], subjects[1]);
        Assert.Equal([("gitlab", "20"), ("other", "20")], Store.Pins.Keys.Order());
    }

    [Fact]
    public async Task Renamed_group_brings_no_project_under_other_rules_unseen()
    {
        var rule = Store.Configuration.Party.Rules[0];
        var here = rule with { Id = "here", Conditions = [new Condition.OneOf("namespace_path", ["my-group"], Negated: false)] };
        var there = rule with { Id = "there", Conditions = [new Condition.OneOf("namespace_path", ["renamed"], Negated: false)] };
        Store.Configuration = Store.Configuration.With(party => party with { Rules = [here, there] });
        (await bridge.SendAsync()).Issued();
        var moved = (await bridge.SendAsync(Renamed())).Refused();
        Assert.Equal(("group_moved", "my-group/my-project", "renamed/my-project"), (moved.Reason, moved.Expected, moved.Actual));
        Assert.Equal("my-group/my-project", Store.Pins[("gitlab", "20")].Path);
        // As an administrator confirms it.
        Store.Pin("gitlab", "20", new ProjectPin("72", "renamed/my-project", bridge.Clock.GetUtcNow()));
        (await bridge.SendAsync(Renamed())).Issued();
    }

    [Fact]
    public async Task Renamed_group_brings_no_project_under_another_template_unseen()
    {
        (await bridge.SendAsync()).Issued();
        Store.Configuration = Store.Configuration with
        {
            Templates = [new SubTemplate { Id = "t", Version = 1, Level = TemplateLevel.Group, Issuer = "gitlab", Group = "Renamed", Components = [new("project_path")] }],
        };
        Assert.Equal("group_moved", (await bridge.SendAsync(Renamed())).Refused().Reason);
    }

    [Fact]
    public async Task Rename_that_changes_nothing_moves_the_path_forward_and_never_back()
    {
        (await bridge.SendAsync()).Issued();
        var late = bridge.GitLab.Mint(TestBridge.Url);
        (await bridge.SendAsync(Renamed(iat: 1))).Issued();
        Assert.Equal("renamed/my-project", Store.Pins[("gitlab", "20")].Path);
        (await bridge.SendAsync(late)).Issued();
        Assert.Equal("renamed/my-project", Store.Pins[("gitlab", "20")].Path);
        // Both paths stay burned to the project.
        Assert.Equal("project_recycled", (await bridge.SendAsync(new JsonObject { ["project_id"] = "21" })).Refused().Reason);
        Assert.Equal("project_recycled", (await bridge.SendAsync(new JsonObject { ["project_id"] = "21", ["project_path"] = "renamed/my-project" })).Refused().Reason);
    }

    [Fact]
    public async Task Refused_exchange_writes_no_pin()
    {
        (await bridge.SendAsync(null, ("scope", "admin"))).Refused();
        Assert.Empty(Store.Pins);
    }

    [Theory]
    [InlineData(TokenPreset.ForkMergeRequest, "fork_not_allowed")]
    [InlineData(TokenPreset.ForkMergeRequestBefore1822, "fork_assumed")]
    public async Task Job_of_a_fork_needs_a_rule_and_a_template_that_expect_it(TokenPreset preset, string reason)
    {
        Assert.Equal(reason, (await bridge.SendAsync([], preset)).Refused().Reason);
        Store.Configuration = Store.Configuration.With(party => party with { Rules = [party.Rules[0] with { Forks = true }] });
        Assert.Equal("fork_template_missing", (await bridge.SendAsync([], preset)).Refused().Reason);
        Store.ProjectTemplates.Add(new SubTemplate
        {
            Id = "of-forks",
            Version = 1,
            Level = TemplateLevel.Project,
            Issuer = "gitlab",
            ProjectId = "20",
            Components = preset == TokenPreset.ForkMergeRequest ? [new("project_id"), new("job_project_id")] : [new("project_id"), new("pipeline_source")],
        });
        var subject = (await bridge.SendAsync([], preset)).Claim("sub");
        Assert.Equal(preset == TokenPreset.ForkMergeRequest ? "project_id:99:job_project_id:20" : "project_id:20:pipeline_source:merge_request_event", subject);
    }

    [Fact]
    public async Task Template_of_the_fork_itself_never_counts_for_its_jobs()
    {
        Store.Configuration = Store.Configuration.With(party => party with { Rules = [party.Rules[0] with { Forks = true }] });
        Store.ProjectTemplates.Add(new SubTemplate { Id = "the-forks", Version = 1, Level = TemplateLevel.Project, Issuer = "gitlab", ProjectId = "99", Components = [new("job_project_id"), new("project_id")] });
        Assert.Equal("fork_template_missing", (await bridge.SendAsync([], TokenPreset.ForkMergeRequest)).Refused().Reason);
    }

    [Theory]
    [InlineData("project_id", "team")]
    [InlineData("iss", "team")]
    [InlineData("team", "team")]
    public async Task Claim_that_would_stand_twice_in_the_token_is_refused(string first, string second)
    {
        Store.Configuration = Store.Configuration.With(party => party with
        {
            Mappings = [new ClaimMapping(first, MappingForm.Constant, [], "forged", false), new ClaimMapping(second, MappingForm.Constant, [], "other", false)],
        });
        var refused = (await bridge.SendAsync()).Refused();
        Assert.Equal("mapped_claim_invalid", refused.Reason);
    }

    [Fact]
    public async Task Required_component_is_asked_of_the_template_in_force()
    {
        Store.Configuration = Store.Configuration.With(party => party with { RequiredComponents = ["project_id"] });
        Assert.Equal("template_too_weak", (await bridge.SendAsync()).Refused().Reason);
    }

    [Fact]
    public async Task Without_any_key_to_sign_with_nothing_is_granted_or_recorded()
    {
        Store.Configuration = Store.Configuration with { Keys = new KeyRing([]) };
        await Assert.ThrowsAsync<InvalidOperationException>(() => bridge.SendAsync());
        Assert.Empty(Store.Records);
    }

    [Fact]
    public async Task Clock_behind_the_one_that_made_the_first_key_signs_all_the_same()
    {
        Store.Configuration = Store.Configuration with { Keys = TestSigningKeys.Ring(bridge.Clock.GetUtcNow().AddDays(1).AddSeconds(5)) };
        (await bridge.SendAsync()).Issued();
    }

    private static JsonObject Renamed(int iat = 0) => new()
    {
        ["project_path"] = "renamed/my-project",
        ["iat"] = new DateTimeOffset(2026, 7, 1, 12, 0, iat, TimeSpan.Zero).ToUnixTimeSeconds(),
    };

    private async Task<string> Reason(RelyingParty party)
    {
        Store.Configuration = Store.Configuration with { Party = party };
        return (await bridge.SendAsync()).Refused().Reason;
    }

    private async Task<(string, string)> ScopeRefusal(string scope)
    {
        var refused = (await bridge.SendAsync(null, ("scope", scope))).Refused();
        return (refused.Reason, refused.Error);
    }
}
