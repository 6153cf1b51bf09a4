using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.GitLab;
using Bridge.Policies;
using Bridge.Refusals;
using Bridge.Subjects;
using Bridge.Testing;
using Bridge.Tests.GitLab;
using Bridge.Tests.Policies;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Subjects;

public sealed class EffectiveTemplateTests
{
    private static readonly RelyingParty Deploy = Party("deploy");

    // Every scope that covers project 20 of a/b/c at gitlab, nearest first.
    private static readonly ImmutableArray<SubTemplate> Order =
    [
        Any("project+party").For("gitlab", projectId: "20", relyingParty: "deploy"), Any("project").For("gitlab", projectId: "20"),
        Any("c+party").For("gitlab", "a/b/c", relyingParty: "deploy"), Any("c").For("gitlab", "a/b/c"),
        Any("b+party").For("gitlab", "a/b", relyingParty: "deploy"), Any("b").For("gitlab", "a/b"),
        Any("a+party").For("gitlab", "a", relyingParty: "deploy"), Any("a").For("gitlab", "a"),
        Any("issuer+party").For("gitlab", relyingParty: "deploy"), Any("issuer").For("gitlab"),
        Any("instance+party").For(null, relyingParty: "deploy"), Any("instance").For(null),
    ];

    [Fact]
    public void Where_no_template_stands_GitLabs_own_default_holds() =>
        Assert.Equal(["project_path", "ref_type", "ref"], Effective([]).Components.Select(component => component.Claim));

    [Fact]
    public void The_nearest_counts()
    {
        for (var nearest = 0; nearest < Order.Length; nearest++)
            Assert.Equal(Order[nearest].Id, Effective(Order[nearest..]).Id);
    }

    [Fact]
    public void Behind_a_lock_nothing_nearer_counts_and_of_two_the_farther_holds()
    {
        for (var locked = 0; locked < Order.Length; locked++)
        {
            Assert.Equal(Order[locked].Id, Effective(Order.SetItem(locked, Order[locked] with { Locked = true })).Id);
            Assert.Equal("instance", Effective([.. Order[..^1].Select(template => template with { Locked = true }), Order[^1] with { Locked = true }]).Id);
        }
    }

    [Fact]
    public void Precedence_and_locks_are_as_a_naive_reading_has_them() => Prop.ForAll(
        Gen.Elements(0, 0, 0, 1, 2).ArrayOf(Order.Length).ToArbitrary(),
        states =>
        {
            ImmutableArray<SubTemplate> there = [.. Order.Zip(states).Where(pair => pair.Second > 0).Select(pair => pair.First with { Locked = pair.Second == 2 })];
            var expected = there.LastOrDefault(template => template.Locked) ?? there.FirstOrDefault() ?? SubTemplate.Default;
            return Effective(there).Id == expected.Id;
        }).Check(Cases.Of(5000));

    [Theory]
    [InlineData("other", null, null, null)]
    [InlineData("gitlab", "a/b/c/d", null, null)]
    [InlineData("gitlab", "b", null, null)]
    [InlineData("gitlab", "a/bb", null, null)]
    [InlineData("other", "a", null, null)]
    [InlineData("gitlab", null, "21", null)]
    [InlineData("other", null, "20", null)]
    [InlineData("gitlab", null, "20", "other")]
    [InlineData(null, null, null, "other")]
    public void What_is_for_others_does_not_count(string? issuer, string? group, string? project, string? party) =>
        Assert.Equal("built-in", Effective([Any("x", locked: true).For(issuer, group, project, party)]).Id);

    [Fact]
    public void A_group_is_one_whatever_the_case_of_its_letters() => Assert.Equal("x", Effective([Any("x").For("gitlab", "A/B")]).Id);

    [Fact]
    public void A_job_of_its_own_project_takes_the_templates_of_it()
    {
        var template = Any("own").For("gitlab", projectId: "20");
        Assert.Equal("own", EffectiveTemplate.For(Jobs.Of(), Deploy, Find([template])).Value().Id);
    }

    [Theory]
    [InlineData("job_project_id project_id ref", null)]
    [InlineData("job_project_path project_path", null)]
    [InlineData("project_path ref job_project_id", null)]
    [InlineData("project_path ref", "job_project_id or job_project_path")]
    [InlineData("job_project_id ref", "project_id or project_path")]
    [InlineData("project_path pipeline_source", "job_project_id or job_project_path")]
    [InlineData("job_project_id project_path?", "project_id or project_path")]
    [InlineData("project_id job_project_path?", "job_project_id or job_project_path")]
    public void A_forks_job_takes_the_template_of_the_project_it_runs_in_which_names_both(string components, string? lack)
    {
        ImmutableArray<SubTemplate> templates =
            [Templates.Of("parent", components).For("gitlab", projectId: "20"), Templates.Of("fork", "job_project_id project_id", locked: true).For("gitlab", projectId: "99")];
        var outcome = EffectiveTemplate.For(Jobs.OfFork(), Deploy, Find(templates));
        if (lack is null)
            Assert.Equal("parent", outcome.Value().Id);
        else
            Assert.Equal(new Refused(Reason.ForkTemplateMissing, null, lack, "parent"), outcome.Refusal());
    }

    [Fact]
    public void A_job_is_under_the_groups_of_its_project() =>
        Assert.Equal("g", EffectiveTemplate.For(Jobs.Of(), Deploy, Find([Any("g").For("gitlab", "g"), Any("other").For("gitlab", "other")])).Value().Id);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"job_namespace_path": "@absent"}""")]
    [InlineData("""{"job_project_path": "@absent"}""")]
    public void A_forks_job_is_under_the_groups_of_the_project_it_runs_in(string changes)
    {
        ImmutableArray<SubTemplate> templates = [Templates.Of("g", "job_project_id project_id").For("gitlab", "g"), Templates.Of("fork", "job_project_id project_id ref").For("gitlab", "fork")];
        Assert.Equal("g", EffectiveTemplate.For(Jobs.OfFork(changes), Deploy, Find(templates)).Value().Id);
    }

    [Theory]
    [InlineData("project_path pipeline_source ref", null)]
    [InlineData("project_path ref", "pipeline_source")]
    [InlineData("job_project_id project_id", "pipeline_source")]
    public void Where_no_claim_tells_where_a_job_runs_the_template_must_name_the_pipelines_source(string components, string? lack)
    {
        var outcome = EffectiveTemplate.For(Jobs.OfOldFork(), Deploy, Find([Templates.Of("own", components).For("gitlab", projectId: "20")]));
        Assert.Equal(lack is null ? null : new Refused(Reason.ForkTemplateMissing, null, lack, "own"), outcome.Is(out _, out var refused) ? null : refused);
    }

    [Fact]
    public void GitLabs_own_default_and_its_own_sub_are_no_templates_for_forks()
    {
        Assert.Equal(Reason.ForkTemplateMissing, EffectiveTemplate.For(Jobs.OfFork(), Deploy, _ => null).Refusal().Reason);
        Assert.Equal(Reason.ForkTemplateMissing, EffectiveTemplate.For(Jobs.OfFork(), Deploy, Find([AsItCame])).Refusal().Reason);
    }

    [Fact]
    public void A_template_that_lacks_what_the_relying_party_requires_is_too_weak()
    {
        var strict = Deploy with { RequiredComponents = ["project_path", "project_id"] };
        Assert.Equal(new Refused(Reason.TemplateTooWeak, "project_id", "project_path, project_id", "built-in"), EffectiveTemplate.For(Jobs.Of(), strict, _ => null).Refusal());
        Assert.Equal(Reason.TemplateTooWeak, EffectiveTemplate.For(Jobs.Of(), strict, Find([Templates.Of("maybe", "project_path project_id?").For(null)])).Refusal().Reason);
        Assert.Equal("both", EffectiveTemplate.For(Jobs.Of(), strict, Find([Templates.Of("both", "project_id project_path").For(null)])).Value().Id);
        Assert.Equal(Reason.TemplateTooWeak, EffectiveTemplate.For(Jobs.Of(), strict, Find([AsItCame])).Refusal().Reason);
    }

    private static SubTemplate AsItCame => Templates.Of("came", "").For(null) with { AsItCame = true };

    private static SubTemplate Any(string id, bool locked = false) => Templates.Of(id, "project_path", locked);

    private static SubTemplate Effective(ImmutableArray<SubTemplate> templates) => EffectiveTemplate.Of("gitlab", "20", "a/b/c", "deploy", Find(templates));

    private static Func<TemplateScope, SubTemplate?> Find(ImmutableArray<SubTemplate> templates) =>
        templates.ToDictionary(TemplateScope.Of).GetValueOrDefault;

    private static RelyingParty Party(string id) => new()
    {
        Id = id,
        Version = 1,
        Enabled = true,
        Audience = "https://deploy.example.com",
        Resource = null,
        Profile = Profile.All["plain"],
        ProfileSettings = ProfileSettings.None,
        Algorithm = "RS256",
        Lifetime = TimeSpan.FromMinutes(10),
        OutliveSubjectToken = false,
        Scopes = [],
        Replay = Bridge.Policies.Replay.Unlimited,
        Clients = null,
        Kinds = TokenKind.IdToken,
        RequestedTokenTypes = [TokenType.AccessToken],
        EnrolledProjects = false,
        RequiredComponents = [],
        Rules = [],
        Mappings = [],
    };
}
