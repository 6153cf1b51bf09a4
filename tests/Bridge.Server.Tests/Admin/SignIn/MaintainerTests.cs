using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Hosting;
using Bridge.Simulator.Control;
using Bridge.Simulator.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Bridge.Server.Tests.Admin.SignIn;

/// <summary>What somebody without a role may do, behind the gate of a page over one project.</summary>
public sealed class MaintainerTests : SignInTest
{
    private const string Read = "/test/main/20/read";
    private const string Write = "/test/main/20/write";

    protected override Action<WebApplication>? Map => app =>
    {
        var surface = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Last(route => route.Metadata.GetMetadata<Surface>() is not null).Metadata.GetMetadata<Surface>()!;
        app.MapGet("/test/{issuer}/{project_id}/read", (HttpContext context) => Results.Text($"{context.Caller()}")).Needs(Right.Read, Over.Project).WithMetadata(Door.Admin, surface);
        app.MapPost("/test/{issuer}/{project_id}/write", (HttpContext context) => Results.Text($"{context.Caller()}")).Needs(Right.Write, Over.Project).WithMetadata(Door.Admin, surface);
        app.MapGet("/test/instance", () => "all").Needs(Right.Read).WithMetadata(Door.Admin, surface);
    };

    private SimulatedPeople People => GitLab.GitLab.People;

    [Fact]
    public async Task Maintainer_reads_and_writes_own_projects_and_nothing_else()
    {
        People.Put(21, "my-group/other");
        var browser = await SignedInAsync(1);
        Assert.Equal(200, (await browser.GetAsync(Read, Ct)).Status);
        Assert.Equal(200, (await browser.PostAsync(Write, [], Ct)).Status);
        foreach (var path in new[] { "/test/main/21/read", "/test/other/20/read", "/test/main/x/read", "/test/main/021/read", "/test/instance", "/people", "/people/invite" })
            Assert.Equal(404, (await browser.GetAsync(path, Ct)).Status);
    }

    [Theory]
    [InlineData(30, "active", null)]
    [InlineData(40, "awaiting", null)]
    [InlineData(40, "active", "2026-06-30")]
    public async Task Developer_who_waits_or_whose_time_is_over_is_no_maintainer(int level, string state, string? expiresAt)
    {
        var browser = await SignedInAsync(2);
        People.Put(new SimulatedMembership(20, 2, level) { State = state, ExpiresAt = expiresAt });
        Assert.Equal(404, (await browser.GetAsync(Read, Ct)).Status);
        Assert.Equal(404, (await browser.PostAsync(Write, [], Ct)).Status);
    }

    [Fact]
    public async Task For_reading_an_answer_counts_five_minutes_and_before_a_write_it_is_asked_anew()
    {
        var browser = await SignedInAsync(1);
        Assert.Equal(200, (await browser.GetAsync(Read, Ct)).Status);
        People.Remove(20, 1);
        Assert.Equal(200, (await browser.GetAsync(Read, Ct)).Status);
        Assert.Equal(404, (await browser.PostAsync(Write, [], Ct)).Status);
        Assert.Equal(404, (await browser.GetAsync(Read, Ct)).Status);

        People.Put(new SimulatedMembership(20, 1, 40));
        Assert.Equal(404, (await browser.GetAsync(Read, Ct)).Status);
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, (await browser.GetAsync(Read, Ct)).Status);
    }

    [Theory]
    [InlineData(OutageMode.Refuse)]
    [InlineData(OutageMode.Garbage)]
    public async Task While_GitLab_is_down_what_was_seen_can_be_read_and_nothing_written(OutageMode mode)
    {
        People.Put(22, "my-group/unseen");
        People.Put(new SimulatedMembership(22, 1, 50));
        var browser = await SignedInAsync(1);
        Assert.Equal(200, (await browser.GetAsync(Read, Ct)).Status);

        GitLab.Outage = new Outage(mode);
        Clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(200, (await browser.GetAsync(Read, Ct)).Status);
        Assert.Equal(404, (await browser.GetAsync("/test/main/22/read", Ct)).Status);
        var write = await browser.PostAsync(Write, [], Ct);
        Assert.Equal(403, write.Status);
        Assert.Contains("GitLab is out of reach", write.Text, StringComparison.Ordinal);

        GitLab.Outage = Outage.None;
        Assert.Equal(200, (await browser.PostAsync(Write, [], Ct)).Status);
    }

    [Fact]
    public async Task Who_takes_the_application_back_at_GitLab_may_nothing_any_more()
    {
        var browser = await SignedInAsync(1);
        Assert.Equal(200, (await browser.GetAsync(Read, Ct)).Status);
        People.RevokeTokens();
        Assert.Equal(404, (await browser.PostAsync(Write, [], Ct)).Status);
    }

    [Fact]
    public async Task Session_of_a_maintainer_ends_with_the_access_token()
    {
        var browser = await SignedInAsync(1);
        for (var minutes = 0; minutes < 120; minutes += 40)
        {
            Assert.Equal(200, (await browser.GetAsync(Read, Ct)).Status);
            Clock.Advance(TimeSpan.FromMinutes(40));
        }

        Assert.Equal(302, (await browser.GetAsync(Read, Ct)).Status);
    }

    [Fact]
    public async Task Issuer_that_is_switched_off_gives_no_rights()
    {
        var browser = await SignedInAsync(1);
        await Bridge.ApplyAsync($$"""
            issuers:
              - { id: main, name: GitLab, enabled: false, url: '{{GitLab.Url}}', keys: { jwks: '{{GitLab.Address}}oauth/discovery/keys' }, sign_in: { client_id: b7f1c2d3e4a5968778695a4b3c2d1e0f } }
            """, Ct);
        Assert.Equal(404, (await browser.GetAsync(Read, Ct)).Status);
    }
}
