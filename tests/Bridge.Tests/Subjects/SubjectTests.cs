using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Refusals;
using Bridge.Subjects;
using Bridge.Testing;
using Bridge.Tests.GitLab;
using Bridge.Tests.Policies;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Subjects;

public sealed class SubjectTests
{
    // GitLab's own examples of custom subjects.
    [Theory]
    [InlineData("project_path ref_type ref", "project_path:g/p:ref_type:branch:ref:main")]
    [InlineData("project_path", "project_path:g/p")]
    [InlineData("project_path ref_type", "project_path:g/p:ref_type:branch")]
    [InlineData("project_path ref", "project_path:g/p:ref:main")]
    [InlineData("project_path ref ref_type", "project_path:g/p:ref:main:ref_type:branch")]
    [InlineData("project_id ref_type ref", "project_id:57382910:ref_type:branch:ref:main")]
    [InlineData("project_path ref_protected", "project_path:g/p:ref_protected:true")]
    [InlineData("project_path ref environment_protected deployment_tier", "project_path:g/p:ref:main:environment_protected:false:deployment_tier:production")]
    [InlineData("project_id runner_id", "project_id:57382910:runner_id:1")]
    public void Equals_what_GitLab_would_make(string components, string subject) => Assert.Equal(
        subject, Render(components, """{"project_id": "57382910", "job_project_id": "57382910", "environment_protected": "false", "deployment_tier": "production"}""").Value());

    // GitLab's own example of absent components, which it leaves out without a word.
    [Theory]
    [InlineData("project_path environment_protected? deployment_tier?", "project_path:g/p")]
    [InlineData("project_path environment_protected? ref deployment_tier?", "project_path:g/p:ref:main")]
    public void Equals_what_GitLab_makes_of_a_job_without_an_environment_where_each_absent_component_says_omit(string components, string subject)
    {
        Assert.Equal(subject, Render(components, "{}").Value());
        Assert.Equal(new Refused(Reason.SubjectClaimMissing, "environment_protected"), Render(components.Replace("?", "", StringComparison.Ordinal), "{}").Refusal());
    }

    [Theory]
    [InlineData("a:b", "a%3Ab")]
    [InlineData("100%", "100%25")]
    [InlineData("%3A", "%253A")]
    [InlineData("a b", "a%20b")]
    [InlineData("a\tb\nc", "a%09b%0Ac")]
    [InlineData("\u007f", "%7F")]
    [InlineData("é", "%C3%A9")]
    [InlineData("e\u0301", "e%CC%81")]
    [InlineData("😀", "%F0%9F%98%80")]
    [InlineData("\U00010041", "%F0%90%81%81")]
    [InlineData("feature/x-1_2.3@~!$&'()*+,;=\"\\^`{|}#?", "feature/x-1_2.3@~!$&'()*+,;=\"\\^`{|}#?")]
    public void Every_octet_that_could_be_taken_for_another_is_escaped(string value, string rendered) =>
        Assert.Equal("project_path:g/p:ref:" + rendered, Subject.Render(Template("project_path ref"), With("ref", value), 255).Value());

    [Theory]
    [InlineData("ud800")]
    [InlineData("udc00\\ud800")]
    [InlineData("ud800a")]
    public async Task A_token_with_a_lone_surrogate_never_comes_so_far(string escape)
    {
        var claims = TestToken.Claims("ref", "@").ToJsonString().Replace("@", "\\" + escape, StringComparison.Ordinal);
        Assert.Equal(Reason.SubjectTokenMalformed, (await TestToken.VerifyAsync(TestToken.Sign(TestToken.Header(), claims))).Refusal().Reason);
    }

    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("1e2", "100")]
    [InlineData("-0", "0")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    public void A_number_renders_as_its_canonical_integer(string number, string rendered) =>
        Assert.Equal("project_path:g/p:runner_id:" + rendered, Render("project_path runner_id", $$"""{"runner_id": {{number}}}""").Value());

    [Theory]
    [InlineData("\"@absent\"", Reason.SubjectClaimMissing)]
    [InlineData("null", Reason.SubjectClaimMissing)]
    [InlineData("\"\"", Reason.SubjectClaimEmpty)]
    [InlineData("1.5", Reason.SubjectClaimInvalid)]
    [InlineData("[\"a\"]", Reason.SubjectClaimInvalid)]
    [InlineData("{}", Reason.SubjectClaimInvalid)]
    public void A_claim_without_a_scalar_value_refuses(string value, Reason reason) =>
        Assert.Equal(new Refused(reason, "environment"), Render("project_path environment ref", $$"""{"environment": {{value}}}""").Refusal());

    [Theory]
    [InlineData("\"@absent\"", "project_path:g/p:ref:main")]
    [InlineData("null", "project_path:g/p:ref:main")]
    [InlineData("\"prod\"", "project_path:g/p:environment:prod:ref:main")]
    public void A_component_that_says_omit_is_left_out_of_a_job_that_lacks_it(string value, string subject) =>
        Assert.Equal(subject, Render("project_path environment? ref", $$"""{"environment": {{value}}}""").Value());

    [Fact]
    public void An_empty_claim_refuses_even_where_it_may_be_omitted() =>
        Assert.Equal(Reason.SubjectClaimEmpty, Render("project_path environment?", """{"environment": ""}""").Refusal().Reason);

    [Fact]
    public void The_issuers_prefix_stands_before_all() => Assert.Equal(
        "eu:project_path:g/p", Subject.Render(Template("project_path"), Jobs.Of(issuer: Jobs.Issuer with { SubjectPrefix = "eu:" }), 255).Value());

    [Fact]
    public void A_long_subject_is_refused()
    {
        var longest = new string('r', 255 - "project_path:g/p:ref:".Length);
        Assert.Equal(255, Render("project_path ref", $$"""{"ref": "{{longest}}"}""").Value().Length);
        Assert.Equal(new Refused(Reason.SubjectTooLong, null, "255", "256"), Render("project_path ref", $$"""{"ref": "{{longest}}r"}""").Refusal());
        Assert.Equal(new Refused(Reason.SubjectTooLong, null, "127", "255"), Subject.Render(Template("project_path ref"), With("ref", longest), 127).Refusal());
    }

    [Fact]
    public void A_long_subject_ends_in_its_digest_where_the_template_says_so()
    {
        var facts = Jobs.Of($$"""{"ref": "{{new string('é', 100)}}"}""", Jobs.Issuer with { SubjectPrefix = "eu:" });
        var subject = Subject.Render(Template("project_path ref") with { Overflow = Overflow.Digest }, facts, 255).Value();
        Assert.Equal("eu:project_path:g/p:sha256:rhfptYJFFF2t8NssaammFSI5gmx9mA1HnDGUIjDLWqQ", subject);
        Assert.Equal("project_path:g/p:ref:main", Subject.Render(Template("project_path ref") with { Overflow = Overflow.Digest }, Jobs.Of(), 255).Value());
    }

    [Fact]
    public void A_subject_of_the_greatest_length_stays_whole_where_a_longer_one_would_end_in_its_digest()
    {
        var longest = new string('r', 255 - "project_path:g/p:ref:".Length);
        var digest = Template("project_path ref") with { Overflow = Overflow.Digest };
        Assert.Equal("project_path:g/p:ref:" + longest, Subject.Render(digest, With("ref", longest), 255).Value());
        Assert.StartsWith("project_path:g/p:sha256:", Subject.Render(digest, With("ref", longest + "r"), 255).Value(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_digest_does_not_shorten_the_project()
    {
        var refused = Subject.Render(Template("project_path ref") with { Overflow = Overflow.Digest }, With("project_path", "g/" + new string('p', 240)), 255).Refusal();
        Assert.Equal((Reason.SubjectTooLong, "255"), (refused.Reason, refused.Expected));
    }

    [Theory]
    [InlineData("job_project_path", "g/p")]
    [InlineData("source_project_path", "g/p")]
    [InlineData("source_project_id", "20")]
    public void Another_projects_name_cannot_lead(string claim, string own)
    {
        Assert.Equal(new Refused(Reason.SubjectNotOfThisProject, claim, own, "666"), Render(claim, $$"""{"{{claim}}": "666"}""").Refusal());
        Assert.Equal($"{claim}:{own}", Render(claim, $$"""{"{{claim}}": "{{own}}"}""").Value());
    }

    [Fact]
    public void A_job_of_two_projects_is_a_forks() =>
        Assert.True(Jobs.Of("""{"job_project_id": "666"}""", Jobs.Issuer with { ForkPipelines = ForkPipelines.Never }).Fork);

    [Fact]
    public void The_project_that_a_fork_runs_in_can_lead() =>
        Assert.Equal("job_project_path:g/p:project_path:fork/p", Subject.Render(Template("job_project_path project_path"), Jobs.OfFork(), 255).Value());

    [Theory]
    [InlineData("project_path:g/p", true)]
    [InlineData("project_path:g/p:ref_type:branch:ref:main", true)]
    [InlineData("project_id:20:ref:é", true)]
    [InlineData("project_path:g/pp:ref:main", false)]
    [InlineData("project_path:g", false)]
    [InlineData("project_path:G/p", false)]
    [InlineData("project_id:2", false)]
    [InlineData("project_id:200", false)]
    [InlineData("job_302", false)]
    [InlineData("ref:main:project_path:g/p", false)]
    [InlineData("project_path:g/p:ref:a\\u0000b", false)]
    [InlineData("project_path:g/p:ref:a\\u0085b", false)]
    [InlineData("project_path:g/p\\n", false)]
    [InlineData("", false)]
    public void As_it_came_is_taken_only_for_exactly_this_jobs_project(string sub, bool taken)
    {
        var outcome = Subject.Render(AsItCame, Jobs.Of($$"""{"sub": "{{sub}}"}""", Jobs.Issuer with { SubjectPrefix = "eu:" }), 255);
        Assert.Equal(taken ? "eu:" + sub : null, outcome.Is(out var subject, out var refused) ? subject : null);
        Assert.Equal(taken ? null : Reason.SubjectNotAsExpected, refused?.Reason);
    }

    [Theory]
    [InlineData("g/p:ref_type:branch", "project_path:g/p:ref_type:branch:ref:main")]
    [InlineData("g/p%3A", "project_path:g/p%3A")]
    [InlineData("g/é", "project_path:g/é:ref:main")]
    public void As_it_came_a_path_cannot_end_where_another_projects_does(string path, string sub) => Assert.Equal(
        Reason.SubjectNotAsExpected, Subject.Render(AsItCame, Jobs.Of($$"""{"project_path": "{{path}}", "sub": "{{sub}}"}"""), 255).Refusal().Reason);

    [Fact]
    public void As_it_came_is_nothing_where_no_sub_came() =>
        Assert.Equal(new Refused(Reason.SubjectNotAsExpected, "sub"), Subject.Render(AsItCame, Jobs.Of("""{"sub": "@absent"}"""), 255).Refusal());

    [Fact]
    public void A_component_that_may_be_left_out_is_named_but_not_in_every_subject()
    {
        var template = Template("project_path environment? ref");
        Assert.Equal([true, true, false], new[] { "project_path", "environment", "project_id" }.Select(template.Names));
        Assert.Equal([true, false, false], new[] { "project_path", "environment", "project_id" }.Select(template.Always));
    }

    [Fact]
    public void As_it_came_must_fit()
    {
        var sub = "project_path:g/p:ref:" + new string('é', 120);
        Assert.Equal(new Refused(Reason.SubjectTooLong, null, "255", "261"), Subject.Render(AsItCame, With("sub", sub), 255).Refusal());
    }

    [Fact]
    public void Two_different_values_never_render_alike() => Prop.ForAll(Values(), Values(), (one, other) =>
        (Subject.Render(Template("project_path ref environment?"), one.Facts, 4000).Value() == Subject.Render(Template("project_path ref environment?"), other.Facts, 4000).Value())
            == one.Values.SequenceEqual(other.Values)).Check(Cases.Of(5000));

    [Fact]
    public void A_subject_is_printable_and_can_be_read_back() => Prop.ForAll(Values(), job =>
    {
        var parts = Subject.Render(Template("project_path ref environment?"), job.Facts, 4000).Value().Split(':');
        return parts.All(part => part.All(character => character is >= '!' and <= '~'))
            && parts.Where((_, index) => index % 2 == 1).Select(Uri.UnescapeDataString).SequenceEqual(job.Values);
    }).Check(Cases.Of(5000));

    private static Arbitrary<(JobFacts Facts, ImmutableArray<string> Values)> Values()
    {
        var text = Gen.Elements("a", ":", "%", "3", "A", "/", "é", " ", "ref:", "😀", "%3A").ArrayOf().Where(parts => parts.Length > 0).Select(string.Concat).Resize(4);
        return (from refName in text
                from environment in Gen.OneOf(text, Gen.Constant(""))
                select environment.Length == 0 ? (With("ref", refName), ImmutableArray.Create("g/p", refName)) : (With("ref", refName, environment), ImmutableArray.Create("g/p", refName, environment))).ToArbitrary();
    }

    private static SubTemplate AsItCame => Template("") with { AsItCame = true, Components = [] };

    private static JobFacts With(string name, string value, string? environment = null)
    {
        var claims = Jobs.Of().Claims.With(name, value);
        return new JobFacts(Jobs.Issuer, TokenKind.IdToken, environment is null ? claims : claims.With("environment", environment));
    }

    private static Outcome<string> Render(string components, string changes) => Subject.Render(Template(components), Jobs.Of(changes), 255);

    private static SubTemplate Template(string components) => Templates.Of("t", components);
}
