using System.Text.Json;
using Bridge.GitLab;
using Bridge.Subjects;
using Bridge.Testing;
using Bridge.Tests.GitLab;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Subjects;

/// <summary>What holds of every subject, for any template and any values.</summary>
public sealed class SubjectPropertyTests
{
    private static readonly string[] Further = ["ref_type", "ref", "ref_protected", "environment", "deployment_tier", "user_login", "runner_id"];

    private static readonly string[] Prefixes = ["", "eu:", "eu:west:", "west:", "a.b:"];

    [Fact]
    public void One_subject_has_one_list_of_values() => Prop.ForAll(Shaped(), Jobs(), Jobs(), (template, one, other) =>
    {
        if (Render(template, one, 4000) is not { } first || Render(template, other, 4000) is not { } second)
            return true;
        return (first == second) == Values(template, one).SequenceEqual(Values(template, other));
    }).Check(Cases.Of(4000));

    [Fact]
    public void Every_subject_is_printable_ASCII_and_fits() => Prop.ForAll(Shaped(), Jobs(), Gen.Elements(127, 255).ToArbitrary(), (template, job, limit) =>
        Render(template, job, limit) is not { } subject || (subject.Length <= limit && subject.All(character => character is >= '!' and <= '~')))
        .Check(Cases.Of(4000));

    [Fact]
    public void A_digest_leaves_the_prefix_and_the_leading_component_whole() => Prop.ForAll(Shaped(), Jobs(), Gen.Elements(Prefixes).ToArbitrary(), (template, job, prefix) =>
    {
        var facts = Under(job, prefix);
        var whole = Render(template with { Overflow = Overflow.Refuse }, facts, 4000);
        if (Render(template with { Overflow = Overflow.Digest }, facts, 127) is not { } subject || whole is null || whole.Length <= 127)
            return true;
        var leading = $"{prefix}{template.Components[0].Claim}:{Subject.Render(template with { Components = template.Components[..1] }, job, 4000).Value().Split(':')[1]}";
        return subject.StartsWith(leading + ":sha256:", StringComparison.Ordinal) && subject.Length == leading.Length + 8 + 43;
    }).Check(Cases.Of(4000));

    [Fact]
    public void Two_subjects_that_end_in_their_digests_differ_where_the_whole_ones_do() => Prop.ForAll(Shaped(), Jobs(), Jobs(), (template, one, other) =>
    {
        var digest = template with { Overflow = Overflow.Digest };
        return Render(digest, one, 127) is not { } first || Render(digest, other, 127) is not { } second
            || (first == second) == (Render(template, one, 4000) == Render(template, other, 4000));
    }).Check(Cases.Of(2000));

    [Fact]
    public void Prefixes_keep_issuers_apart() => Prop.ForAll(
        (from pair in Gen.Shuffle(Prefixes)
         from template in Shaped().Generator
         from other in Shaped().Generator
         from came in Gen.Elements(false, false, true)
         select (Prefix: pair[0], OtherPrefix: pair[1], Template: came ? template with { AsItCame = true, Components = [] } : template, Other: other)).ToArbitrary(),
        Jobs(),
        (world, job) => Render(world.Template, Under(job, world.Prefix), 4000) is not { } subject || subject != Render(world.Other, Under(job, world.OtherPrefix), 4000))
        .Check(Cases.Of(4000));

    [Fact]
    public void For_values_without_a_special_octet_a_subject_is_GitLabs() => Prop.ForAll(Shaped(), Jobs(), (template, job) =>
    {
        var values = Values(template, job).ToList();
        var plain = values.TrueForAll(value => value is null || value.All(character => character is >= '!' and <= '~' and not ('%' or ':')));
        var asGitLab = string.Join(':', template.Components.Zip(values).Where(pair => pair.Second is not null).Select(pair => $"{pair.First.Claim}:{pair.Second}"));
        return Render(template, job, 4000) is not { } subject || (subject == asGitLab) == plain;
    }).Check(Cases.Of(4000));

    private static IEnumerable<string?> Values(SubTemplate template, JobFacts job) => template.Components.Select(component => job.Claims.Scalar(component.Claim, out var value) ? value : null);

    private static string? Render(SubTemplate template, JobFacts job, int limit) => Subject.Render(template, job, limit).Is(out var subject, out _) ? subject : null;

    private static JobFacts Under(JobFacts job, string prefix) => new(job.Issuer with { SubjectPrefix = prefix }, job.Kind, job.Claims);

    private static Arbitrary<SubTemplate> Shaped() => (
        from leading in Gen.Elements("project_path", "project_id")
        from rest in Gen.Shuffle(Further)
        from count in Gen.Choose(0, Further.Length)
        from omit in Gen.Elements(true, false).ArrayOf(Further.Length)
        select Templates.Of("t", leading) with
        {
            Components = [new(leading), .. rest.Take(count).Zip(omit).Select(pair => new SubComponent(pair.First, pair.Second && !pair.First.StartsWith("ref", StringComparison.Ordinal)))],
        }).ToArbitrary();

    private static Arbitrary<JobFacts> Jobs()
    {
        var text = Gen.Elements("a", "b", ":", "%", "3", "A", "/", "é", " ", "ref:", "sha256", "😀", "%3A", "\n", "\u007f", new string('x', 40)).ArrayOf().Where(parts => parts.Length > 0).Select(string.Concat).Resize(4);
        var maybe = Gen.OneOf(text, Gen.Constant<string>(null!));
        return (from path in Gen.OneOf(text, Gen.Constant("g/p"))
                from id in Gen.Elements("20", "21")
                from name in text
                from type in Gen.Elements("branch", "tag")
                from environment in maybe
                from tier in maybe
                from login in maybe
                from runner in Gen.Elements<object>(null!, 1, 1.0, 12)
                select new JobFacts(Policies.Jobs.Issuer, TokenKind.IdToken, ClaimSet.Of(JsonSerializer.SerializeToElement(new Dictionary<string, object?>
                {
                    ["project_path"] = path,
                    ["project_id"] = id,
                    ["ref"] = name,
                    ["ref_type"] = type,
                    ["ref_protected"] = "true",
                    ["sub"] = $"project_path:{path}:ref:{name}",
                    ["environment"] = environment,
                    ["deployment_tier"] = tier,
                    ["user_login"] = login,
                    ["runner_id"] = runner,
                    ["pipeline_source"] = "push",
                })))).ToArbitrary();
    }
}
