using System.Collections.Immutable;
using Bridge.Subjects;
using Bridge.Testing;
using Bridge.Tests.Policies;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Subjects;

public sealed class TemplateStandingsTests
{
    private static readonly string[] Parties = ["deploy", "vault"];

    // Every scope that covers project 20 of a/b at gitlab, nearest first, for deploy.
    private static readonly ImmutableArray<SubTemplate> Order =
    [
        Any("project+deploy").For("gitlab", projectId: "20", relyingParty: "deploy"), Any("project").For("gitlab", projectId: "20"),
        Any("b+deploy").For("gitlab", "a/b", relyingParty: "deploy"), Any("b").For("gitlab", "a/b"),
        Any("a+deploy").For("gitlab", "a", relyingParty: "deploy"), Any("a").For("gitlab", "a"),
        Any("issuer+deploy").For("gitlab", relyingParty: "deploy"), Any("issuer").For("gitlab"),
        Any("instance+deploy").For(null, relyingParty: "deploy"), Any("instance").For(null),
    ];

    [Fact]
    public void Each_scope_is_told_nearest_first_with_why_it_counts_or_not()
    {
        var standings = Of(
            Any("own").For("gitlab", projectId: "20", relyingParty: "deploy"),
            Any("vaults").For("gitlab", "a/b", relyingParty: "vault"),
            Any("inner", locked: true).For("gitlab", "A/B"),
            Any("outer", locked: true).For("gitlab", "a", relyingParty: "deploy"),
            Any("base").For(null));
        Assert.Equal(
            [
                "project 20 for deploy: own: the lock of outer (group a for deploy) holds",
                "project 20: -: no template",
                "group a/b for deploy: -: no template",
                "group a/b: inner: the lock of outer (group a for deploy) holds",
                "group a/b for vault: vaults: for vault alone",
                "group a for deploy: outer: in force: locked, so nothing nearer counts",
                "group a: -: no template",
                "issuer gitlab for deploy: -: no template",
                "issuer gitlab: -: no template",
                "instance for deploy: -: no template",
                "instance: base: outer (group a for deploy) is nearer",
                "instance: built-in: outer (group a for deploy) is nearer",
            ],
            standings.Scopes.Select(Line));
        Assert.Equal("outer", standings.InForce.Id);
    }

    [Theory]
    [InlineData("", "built-in", "in force: GitLab's own default, where no template stands")]
    [InlineData("issuer", "issuer", "in force: the nearest")]
    [InlineData("issuer instance!", "instance", "in force: locked, so nothing nearer counts")]
    public void One_is_in_force(string there, string id, string words)
    {
        var standing = Assert.Single(Of(Stand(there)).Scopes, standing => standing.Standing == Standing.InForce);
        Assert.Equal((id, words), (standing.Template!.Id, standing.Words));
    }

    [Theory]
    [InlineData("b+deploy! b", "b+deploy")]
    [InlineData("b+deploy b!", "b")]
    [InlineData("b+deploy! b!", "b")]
    [InlineData("project instance!", "instance")]
    [InlineData("project! a! instance+deploy! instance", "instance+deploy")]
    public void Of_two_locks_the_later_one_holds_also_within_one_level(string there, string inForce) => Assert.Equal(inForce, Of(Stand(there)).InForce.Id);

    [Fact]
    public void Groups_of_twenty_levels_are_told_each()
    {
        var path = string.Join('/', Enumerable.Range(1, 20).Select(level => $"G{level}"));
        var find = Find([Any("deepest").For("gitlab", path), Any("top", locked: true).For("gitlab", "g1")]);
        var standings = TemplateStandings.Of("gitlab", "20", path, "deploy", Parties, find);
        Assert.Equal(40, standings.Scopes.Count(standing => standing.Scope.Level == TemplateLevel.Group));
        Assert.Equal(("top", Standing.LockHolds), (standings.InForce.Id, standings.Scopes.Single(standing => standing.Template?.Id == "deepest").Standing));
    }

    [Fact]
    public void A_forks_job_is_told_the_scopes_of_the_project_that_it_runs_in()
    {
        var standings = TemplateStandings.For(Jobs.OfFork(), "deploy", Parties, Find([Any("parent").For("gitlab", projectId: "20"), Any("fork").For("gitlab", "fork")]));
        Assert.Equal("parent", standings.InForce.Id);
        Assert.DoesNotContain(standings.Scopes, standing => standing.Template?.Id == "fork");
    }

    [Theory]
    [InlineData("""{"namespace_path": "@absent"}""")]
    [InlineData("""{"project_id": "99", "job_project_path": "@absent", "job_namespace_path": "@absent"}""")]
    public void A_job_whose_namespace_no_claim_tells_is_under_no_group(string changes) =>
        Assert.DoesNotContain(TemplateStandings.For(Jobs.Of(changes), "deploy", Parties, _ => null).Scopes, standing => standing.Scope.Level == TemplateLevel.Group);

    [Fact]
    public void Templates_for_other_relying_parties_are_told_by_name()
    {
        var find = Find([.. new[] { "deploy", "vault", "cloud", "aws" }.Select(party => Any("for " + party).For("gitlab", relyingParty: party))]);
        var standings = TemplateStandings.Of("gitlab", "20", "a/b", "deploy", ["vault", "deploy", "aws", "cloud"], find);
        Assert.Equal(["for deploy", "for aws", "for cloud", "for vault"], standings.Scopes.Where(standing => standing.Scope.RelyingParty is not null && standing.Template is not null).Select(standing => standing.Template!.Id));
    }

    [Fact]
    public void The_standings_say_what_the_exchange_does() => Prop.ForAll(Worlds(), there =>
    {
        var standings = Of([.. there]);
        var at = standings.Scopes.Select(standing => standing.Standing).ToList().IndexOf(Standing.InForce);
        return standings.InForce == Effective(there)
            && standings.Scopes.Count(standing => standing.Standing == Standing.InForce) == 1
            && standings.Scopes.Take(at).All(standing => standing.Standing is Standing.None or Standing.LockHolds)
            && standings.Scopes.Skip(at + 1).All(standing => standing.Standing is Standing.None or Standing.NearerCounts)
            && there.All(template => standings.Scopes.Count(standing => standing.Template == template) == 1);
    }).Check(Cases.Of(2000));

    [Fact]
    public void A_new_lock_never_lets_anything_nearer_count() => Prop.ForAll(Worlds(), Gen.Choose(0, Order.Length - 1).ToArbitrary(), (there, at) =>
    {
        var locked = there.Where(template => template.Id != Order[at].Id).Append(Order[at] with { Locked = true }).ToList();
        var before = Effective(there);
        return Rank(Effective(locked)) >= at && (!before.Locked || Rank(before) <= at || Effective(locked) == before);
    }).Check(Cases.Of(2000));

    [Fact]
    public void Taking_a_template_away_changes_nothing_that_a_farther_lock_decides() => Prop.ForAll(Worlds(), there =>
    {
        var inForce = Effective(there);
        return !inForce.Locked || there.Where(template => Rank(template) < Rank(inForce)).All(gone => Effective(there.Where(template => template != gone)) == inForce);
    }).Check(Cases.Of(2000));

    private static Arbitrary<List<SubTemplate>> Worlds() => Gen.Elements(0, 0, 1, 2).ArrayOf(Order.Length)
        .Select(states => Order.Zip(states).Where(pair => pair.Second > 0).Select(pair => pair.First with { Locked = pair.Second == 2 }).ToList()).ToArbitrary();

    private static int Rank(SubTemplate template) => Order.Select(each => each.Id).ToList().IndexOf(template.Id) is >= 0 and var rank ? rank : Order.Length;

    private static SubTemplate Effective(IEnumerable<SubTemplate> there) => EffectiveTemplate.Of("gitlab", "20", "a/b", "deploy", Find([.. there]));

    // Written short: the names of those that stand, with ! for a lock.
    private static SubTemplate[] Stand(string there) =>
        [.. there.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => Order.Single(template => template.Id == name.TrimEnd('!')) with { Locked = name.EndsWith('!') })];

    private static TemplateStandings Of(params SubTemplate[] templates) => TemplateStandings.Of("gitlab", "20", "a/b", "deploy", Parties, Find([.. templates]));

    private static SubTemplate Any(string id, bool locked = false) => Templates.Of(id, "project_path", locked);

    private static Func<TemplateScope, SubTemplate?> Find(ImmutableArray<SubTemplate> templates) => templates.ToDictionary(TemplateScope.Of).GetValueOrDefault;

    private static string Line(TemplateStanding standing) => $"{standing.Scope.Words}: {standing.Template?.Id ?? "-"}: {standing.Words}";
}
