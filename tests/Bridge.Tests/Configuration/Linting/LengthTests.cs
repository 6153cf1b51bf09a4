using System.Text.Json;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Refusals;
using Bridge.Subjects;
using Bridge.Testing;
using Bridge.Tests.Policies;
using Bridge.Tests.Subjects;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Configuration.Linting;

/// <summary>What the linter says of lengths, held against the longest and shortest subjects that GitLab's values can give.</summary>
public sealed class LengthTests
{
    private const string Google = """{"id": "google", "audience": "g", "profile": "gcp"}""";

    [Theory]
    [InlineData("project_id ref_type ref_protected", false, null)]
    [InlineData("project_id ref_type ref", false, "google takes 127 bytes: the names alone and the shortest values need 31, and a sub with longer values can be refused")]
    [InlineData("project_id ref_type ref", true, null)]
    [InlineData("project_path project_id ref_type ref", true, "google takes 127 bytes: a leading project_path that leaves no room for the digest is refused")]
    [InlineData("project_id sha environment_protected ref_protected user_access_level runner_environment deployment_tier? project_visibility", false, "every sub has 165 bytes at least, and google takes 127 bytes")]
    public void A_relying_party_that_takes_less_than_others_is_told(string components, bool digest, string? message) =>
        Assert.Equal(message, Told(Templates.Of("t", components) with { Overflow = digest ? Overflow.Digest : Overflow.Refuse }));

    [Theory]
    [InlineData("project_id ref_type ref_protected runner_id", 31, null)]
    [InlineData("project_id ref_type ref_protected runner_id", 32, "google takes 127 bytes: the names alone and the shortest values need 56, and a sub with longer values can be refused")]
    [InlineData("project_id sha environment_protected ref_protected user_access_level runner_environment deployment_tier? project_visibility", 32, "every sub has 165 bytes at least, and google takes 127 bytes")]
    public void The_shortest_prefix_tells_what_is_sure_and_the_longest_what_can_be(string components, int prefix, string? message)
    {
        var eu = $$"""{"id": "eu", "url": "https://eu.example.com", "subject_prefix": "{{new string('e', prefix - 1)}}:"}""";
        Assert.Equal(message, Told([Templates.Of("t", components)], Google, (Section.Issuers, Compiled.Issuer), (Section.Issuers, eu)));
    }

    [Fact]
    public void A_template_that_never_counts_for_it_is_not_told()
    {
        var template = Templates.Of("t", "project_id ref_type ref").For("gitlab");
        var own = Templates.Of("own", "project_id").For("gitlab", relyingParty: "google");
        var locked = Templates.Of("lock", "project_id", locked: true);
        Assert.NotNull(Told(template));
        Assert.Null(Told(template, own));
        Assert.NotNull(Told(template with { Locked = true }, own));
        Assert.Null(Told(template, locked.For(null)));
        Assert.Null(Told(template.For("gitlab", relyingParty: "google"), locked.For("gitlab")));
        Assert.Null(Told(template.For("gitlab", "a/b"), locked.For("gitlab", "a")));
        Assert.NotNull(Told(template.For("gitlab", "a"), locked.For("gitlab", "a/b")));
        Assert.Null(Told([template], """{"id": "google", "audience": "g", "profile": "gcp", "enabled": false}""", (Section.Issuers, Compiled.Issuer)));
        var demanding = """{"id": "google", "audience": "g", "profile": "gcp", "required_components": ["project_path"]}""";
        Assert.Null(Told([template], demanding, (Section.Issuers, Compiled.Issuer)));
        Assert.NotNull(Told([Templates.Of("t", "project_path project_id").For("gitlab")], demanding, (Section.Issuers, Compiled.Issuer)));
    }

    [Fact]
    public void Where_nothing_is_told_the_longest_values_fit() => Prop.ForAll(Shaped(), template =>
        Told(template) is not null || Refusal(template, longest: true) != Reason.SubjectTooLong).Check(Cases.Of(1000));

    [Fact]
    public void Where_every_subject_is_told_to_be_too_long_the_shortest_values_do_not_fit() => Prop.ForAll(Shaped(), template =>
        Told(template)?.StartsWith("every sub", StringComparison.Ordinal) != true || Refusal(template, longest: false) == Reason.SubjectTooLong).Check(Cases.Of(1000));

    private static string? Told(params SubTemplate[] templates) => Told(templates, Google, (Section.Issuers, Compiled.Issuer));

    private static string? Told(SubTemplate[] templates, string party, params (Section, string)[] issuers) => Compiled.Lint([.. templates], [], [.. issuers, (Section.RelyingParties, party)]).Warnings
        .FirstOrDefault(warning => warning is { Code: "subject_too_long", Path: "sub_components[t].components" })?.Message;

    private static Reason? Refusal(SubTemplate template, bool longest)
    {
        var claims = GitLabClaims.All.Where(claim => GitLabClaims.IsComponent(claim.Name) && (longest || !IsOmitted(template, claim.Name)))
            .ToDictionary(claim => claim.Name, claim => claim.Type == JsonValueKind.Number ? (object)(longest ? 1234567890123456789 : 1) : Value(claim, longest));
        // The project's own names, so that any of them can lead.
        foreach (var name in claims.Keys.Where(name => name.EndsWith("project_id", StringComparison.Ordinal) || name.EndsWith("project_path", StringComparison.Ordinal)).ToList())
            claims[name] = claims[name.EndsWith("project_id", StringComparison.Ordinal) ? "project_id" : "project_path"];
        var facts = new JobFacts(Jobs.Issuer, TokenKind.IdToken, ClaimSet.Of(JsonSerializer.SerializeToElement(claims)));
        return Subject.Render(template, facts, 127).Is(out _, out var refused) ? null : refused.Reason;
    }

    private static string Value(GitLabClaim claim, bool longest) => claim.Name switch
    {
        "ref_type" => longest ? "branch" : "tag",
        "ref_protected" or "environment_protected" => longest ? "false" : "true",
        "sha" or "ci_config_sha" => new string('a', longest ? 64 : 40),
        _ when claim.Immutable || claim.PerJob => longest ? "9223372036854775807" : "1",
        _ when claim.Name.EndsWith("project_path", StringComparison.Ordinal) => longest ? new string('g', 100) + "/é" : "g/p",
        _ when claim.Name.EndsWith("path", StringComparison.Ordinal) || claim.Name is "ref" or "environment" or "user_login" or "user_email" or "ci_config_ref_uri" => new string('v', longest ? 200 : 1),
        _ => new string('w', longest ? 64 : 1),
    };

    // A claim that every token has is there whatever its component says, and so is one that GitLab gives only beside another.
    private static bool IsOmitted(SubTemplate template, string claim) => template.Names(claim) && !template.Always(claim) && !JobCheck.RequiredClaims.Contains(claim)
        && !template.Components.Any(component => !component.Omit && (Family(component.Claim), Family(claim)) is ("source", "source" or "job") or ("job", "job"));

    private static string? Family(string claim) =>
        claim.StartsWith("source_", StringComparison.Ordinal) ? "source"
        : claim.StartsWith("job_project_", StringComparison.Ordinal) || claim.StartsWith("job_namespace_", StringComparison.Ordinal) ? "job"
        : null;

    private static Arbitrary<SubTemplate> Shaped() => (
        from leading in Gen.Elements("project_id", "project_path", "job_project_id")
        from rest in Gen.Shuffle(GitLabClaims.All.Select(claim => claim.Name).Where(GitLabClaims.IsComponent).ToArray())
        from count in Gen.Choose(0, 7)
        from omit in Gen.Elements("", "", "?").ArrayOf(8)
        from overflow in Gen.Elements(Overflow.Refuse, Overflow.Digest)
        select Templates.Of("t", string.Join(' ', rest.Take(count).Where(claim => claim != leading).Zip(omit).Select(pair => pair.First + (pair.First is "ref" or "ref_type" or "ref_protected" ? "" : pair.Second)).Prepend(leading))) with
        {
            Overflow = overflow,
        }).ToArbitrary();
}
