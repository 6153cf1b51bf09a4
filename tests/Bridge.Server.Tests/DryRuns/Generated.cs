using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Server.Tests.DryRuns;

/// <summary>A job of a generated world; <paramref name="Again"/> brings the token before it once more.</summary>
internal sealed record GeneratedJob(string Project, string Ref, string RelyingParty, bool Again)
{
    public JsonObject Claims => new()
    {
        ["project_id"] = Project,
        ["project_path"] = $"{(int.Parse(Project) % 2 == 0 ? "even/deep" : "odd")}/p{Project}",
        ["namespace_id"] = int.Parse(Project) % 2 == 0 ? "72" : "73",
        ["ref"] = Ref,
    };
}

/// <summary>A configuration, a draft that replaces it, and jobs.</summary>
internal sealed record GeneratedWorld(string InForce, string Draft, GeneratedJob[] Jobs);

/// <summary>Worlds that are small enough for every choice to meet every other.</summary>
internal static class Generated
{
    private static readonly Gen<string> Condition = Gen.Elements(
        "ref: main", "ref: { not: main }", "project_id: [\"11\", \"12\"]", "project_path: { glob: even/** }", "namespace_id: \"73\"", "project_path: { glob: odd/* }, ref: [main, v1]");

    private static readonly Gen<string> Rules =
        from count in Gen.Choose(1, 3)
        from rules in Gen.ListOf(Condition.SelectMany(_ => Gen.Frequency((3, Gen.Constant("allow")), (1, Gen.Constant("deny"))), (condition, effect) => (condition, effect)), count)
        from everyone in Gen.Elements(true, true, false)
        select string.Join(", ", rules.Select((rule, index) => $"{{ id: r{index}, effect: {rule.effect}, when: {{ {rule.condition} }} }}")
            .Concat(everyone ? ["{ id: all, effect: allow, everyone: true }"] : []));

    private static readonly Gen<string> Party = Gen.Elements("enrolled_projects: true", "enabled: false", "replay: once", "lifetime: 5m", "scopes: [read]", "required_components: [project_id]", "lifetime: 10m", "lifetime: 10m");

    private static readonly Gen<string> Claims = Gen.Elements("", ", claims: { ref: { from: ref } }", ", claims: { team: { constant: a } }", ", claims: { team: { constant: b }, ref: { from: ref } }");

    private static readonly Gen<string> Components = Gen.Elements("[project_path, ref_type, ref]", "[project_id, ref_type, ref]", "[project_id]", "[project_path, environment]");

    private static readonly string[] Scopes =
        ["", "issuer: main, ", "issuer: main, group: even, ", "issuer: main, group: even/deep, ", "issuer: main, project_id: \"11\", ", "issuer: main, project_id: \"12\", ", "issuer: main, project_id: \"13\", relying_party: one, "];

    private static readonly Gen<string> Templates =
        from some in Gen.SubListOf(Scopes)
        from components in Gen.ListOf(Components, some.Count)
        from locked in Gen.Choose(0, 2 * Scopes.Length)
        select string.Concat(some.Zip(components).Select((pair, index) =>
            $"    - {{ id: t{Array.IndexOf(Scopes, pair.First)}, {pair.First}{(index == locked ? "locked: true, " : "")}components: {pair.Second} }}\n"));

    private static readonly Gen<Configuration> Configurations =
        from oneRules in Rules
        from oneParty in Party
        from oneClaims in Claims
        from twoRules in Rules
        from twoParty in Party
        from twoClaims in Claims
        from templates in Templates
        from enrolled in Gen.SubListOf("11", "12", "13", "14")
        select new Configuration(oneRules, oneParty, oneClaims, twoRules, twoParty, twoClaims, templates, [.. enrolled]);

    private static readonly Gen<GeneratedJob> Job =
        from project in Gen.Elements("11", "12", "13", "14")
        from name in Gen.Elements("main", "feature", "v1")
        from party in Gen.Elements("one", "two")
        from again in Gen.Elements(false, false, false, true)
        select new GeneratedJob(project, name, party, again);

    public static readonly Gen<GeneratedWorld> Worlds =
        from inForce in Configurations
        from other in Configurations
            // Some change everything, and some so little that most exchanges are not touched.
        from draft in Gen.Elements(
            other,
            other,
            inForce with { OneClaims = other.OneClaims, TwoClaims = other.TwoClaims },
            inForce with { TwoClaims = other.TwoClaims },
            inForce with { OneRules = other.OneRules, OneParty = other.OneParty },
            inForce with { Templates = other.Templates },
            inForce with { Enrolled = other.Enrolled })
        from jobs in Gen.ArrayOf(Job, 16)
        select new GeneratedWorld(inForce.Yaml, draft.Yaml, jobs);

    private sealed record Configuration(
        string OneRules, string OneParty, string OneClaims, string TwoRules, string TwoParty, string TwoClaims, string Templates, string[] Enrolled)
    {
        public string Yaml => $$"""
            relying_parties:
              - { id: one, audience: 'https://one.test', {{OneParty}}, rules: [{{OneRules}}]{{OneClaims}} }
              - { id: two, audience: 'https://two.test', {{TwoParty}}, rules: [{{TwoRules}}]{{TwoClaims}} }
            sub_components:
              prune: true
              items:
            {{(Templates.Length == 0 ? "    []\n" : Templates)}}projects:
              prune: true
              items: [{{string.Join(", ", Enrolled.Select(id => $"{{ issuer: main, project_id: \"{id}\" }}"))}}]

            """;
    }
}
