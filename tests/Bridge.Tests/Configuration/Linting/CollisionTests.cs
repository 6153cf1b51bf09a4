using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Configuration;
using Bridge.Configuration.Compiling;
using Bridge.GitLab;
using Bridge.Policies;
using Bridge.Subjects;
using Bridge.Testing;
using Bridge.Tests.Subjects;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Configuration.Linting;

/// <summary>
/// What the linter says of collisions, held against subjects that are really rendered, for templates that are really in force.
/// Paths come from one project to another between two jobs, forks run in their parents, and GitLab is of any age.
/// </summary>
public sealed class CollisionTests
{
    private static readonly string[] Leading = ["project_path", "project_id", "job_project_path", "job_project_id", "source_project_path", "source_project_id"];

    private static readonly string[] Further =
        ["project_path", "project_id", "job_project_path", "job_project_id", "source_project_id", "namespace_id", "ref", "environment?", "deployment_tier?", "pipeline_source", "job_id", "project_id?", "job_project_id?"];

    [Fact]
    public void Where_the_linter_says_nothing_no_two_projects_share_a_subject() => Prop.ForAll(Worlds(), Jobs(), Jobs(), (world, one, other) =>
    {
        // A fork's job in its parent and one of its own are of the same project, and still to be told apart.
        string[] told = one.ProjectId != other.ProjectId ? ["no_immutable_id"] : ["no_immutable_id", "subject_collision"];
        if (one.ProjectId == other.ProjectId && one.Fork == other.Fork && (one.JobProjectId ?? one.ProjectId) == (other.JobProjectId ?? other.ProjectId))
            return true;
        return World.Parties.All(party => world.Grant(one, party) is not { } first || world.Grant(other, party) is not { } second || first.Subject != second.Subject
            || new[] { first.Template, second.Template }.All(template => template == SubTemplate.Default || told.Any(code => world.Warnings.Contains((template.Id, code)))));
    }).Check(Cases.Of(1500));

    [Fact]
    public void Without_a_warning_a_fork_and_its_parent_share_no_subject_even_on_an_old_GitLab() => Prop.ForAll(Worlds(), Jobs(), (world, job) =>
    {
        // Before 18.2.2 the same claims are those of the parent's own merge request and of a fork's.
        var ambiguous = job is { Fork: true, JobProjectId: null };
        return !ambiguous || World.Parties.All(party => world.Grant(job, party) is not { } granted || granted.Template == SubTemplate.Default || world.Warnings.Contains((granted.Template.Id, "subject_collision")));
    }).Check(Cases.Of(1500));

    [Fact]
    public void Each_pair_that_is_told_has_a_witness() => Prop.ForAll(Worlds(), world => world.Pairs.All(pair => HasWitness(world, pair.One, pair.Other) || HasWitness(world, pair.Other, pair.One)))
        .Check(Cases.Of(1500));

    // Two projects, one after the other under one path, get one subject by the two templates. What GitLab makes of the second
    // project's components may be whatever its maintainers chose.
    private static bool HasWitness(World world, string one, string other) => (
        from party in World.Parties
        from path in new[] { "g/p", "g/sub/p", "h/p", "group0/p" }
        from shape in Enumerable.Range(0, 8)
        from id in new[] { "20", "21", "99", "1", "2" }
        let first = world.Grant(Witness(id, path, shape, null), party)
        where first?.Template.Id == one
        from otherId in new[] { "20", "21", "99", "1", "2" }
        where otherId != id
        let second = world.Grant(Witness(otherId, path, shape, first.Subject), party)
        where second?.Template.Id == other && second.Subject == first.Subject
        select id).Any();

    private static JobFacts Witness(string id, string path, int shape, string? sub)
    {
        var job = Job(id, path, (shape & 1) == 0 ? null : (id, path), "main", "push", (shape & 2) == 0 ? null : "production", (shape & 4) == 0 ? null : "staging", "7", "1");
        return sub is null ? job : new JobFacts(job.Issuer, job.Kind, job.Claims.With("sub", sub));
    }

    private static Arbitrary<JobFacts> Jobs() => (
        from id in Gen.Elements("20", "21", "99")
        from path in Gen.Elements("g/p", "g/sub/p", "h/p")
        from running in Gen.Elements<(string, string)?>(null, (id, path), (id, path), ("20", "g/p"), ("21", "h/p"))
        where running is null || (running.Value.Item1 == id) == (running.Value.Item2 == path)
        from name in Gen.Elements("main", "x")
        from source in Gen.Elements("push", "merge_request_event")
        from environment in Gen.Elements(null, "production")
        from tier in Gen.Elements(null, "staging")
        from ns in Gen.Elements("7", "8")
        from jobId in Gen.Choose(1, 1_000_000)
        select Job(id, path, running, name, source, environment, tier, ns, jobId.ToString())).ToArbitrary();

    private static JobFacts Job(string id, string path, (string Id, string Path)? running, string name, string source, string? environment, string? tier, string ns, string jobId)
    {
        var claims = new Dictionary<string, string?>
        {
            ["project_id"] = id,
            ["project_path"] = path,
            ["namespace_id"] = ns,
            ["namespace_path"] = ProjectPaths.Parent(path),
            ["ref"] = name,
            ["ref_type"] = "branch",
            ["pipeline_source"] = source,
            ["job_id"] = jobId,
            ["pipeline_id"] = jobId,
            ["environment"] = environment,
            ["deployment_tier"] = tier,
            ["sub"] = $"project_path:{path}:ref_type:branch:ref:{name}",
        };
        if (running is { } where)
        {
            (claims["job_project_id"], claims["job_project_path"], claims["job_namespace_path"]) = (where.Id, where.Path, ProjectPaths.Parent(where.Path));
            (claims["source_project_id"], claims["source_project_path"]) = (id, path);
        }

        return new JobFacts(Policies.Jobs.Issuer, TokenKind.IdToken, ClaimSet.Of(JsonSerializer.SerializeToElement(claims)));
    }

    private static Arbitrary<World> Worlds()
    {
        var components = from leading in Gen.Elements(Leading)
                         from rest in Gen.Shuffle(Further)
                         from count in Gen.Choose(0, 4)
                         select string.Join(' ', rest.Take(count).Where(claim => claim.TrimEnd('?') != leading).DistinctBy(claim => claim.TrimEnd('?')).Prepend(leading));
        var template = from written in components
                       from came in Gen.Elements(false, false, false, false, true)
                       from locked in Gen.Elements(false, false, false, true)
                       from digest in Gen.Elements(Overflow.Refuse, Overflow.Digest)
                       from party in Gen.Elements(null, null, "deploy", "other")
                       from scope in Gen.Elements("20", "20", "21", "21", "99", "g", "g/sub", "h", "issuer", "instance")
                       let read = Templates.Of("", came ? "" : written, locked) with { AsItCame = came, Overflow = came ? Overflow.Refuse : digest }
                       select char.IsAsciiDigit(scope[0]) ? read.For(Policies.Jobs.Issuer.Id, projectId: scope, relyingParty: party)
                           : scope == "issuer" ? read.For(Policies.Jobs.Issuer.Id, relyingParty: party)
                           : scope == "instance" ? read.For(null, relyingParty: party)
                           : read.For(Policies.Jobs.Issuer.Id, scope, relyingParty: party);
        return (from templates in template.ArrayOf(3)
                from forks in Gen.Elements("allow", "refuse")
                select new World([.. templates.DistinctBy(TemplateScope.Of).Select((read, index) => read with { Id = $"t{index}" })], forks)).ToArbitrary();
    }

    private sealed record Granted(SubTemplate Template, string Subject);

    private sealed class World
    {
        private readonly ImmutableArray<SubTemplate> templates;
        private readonly ImmutableArray<RelyingParty> parties;

        public static readonly string[] Parties = ["deploy", "other"];

        public World(ImmutableArray<SubTemplate> templates, string forks)
        {
            this.templates = templates;
            var rules = $$"""[{"id": "a", "effect": "allow", "everyone": true, "forks": "{{forks}}"}]""";
            (Section, string)[] definitions = [.. Parties.Select(id => (Section.RelyingParties, $$"""{"id": "{{id}}", "audience": "{{id}}", "rules": {{rules}}}"""))];
            var issuer = $$"""{"id": "{{Policies.Jobs.Issuer.Id}}", "url": "https://gitlab.example.com"}""";
            Compilation = Compiled.Lint(templates, [], [(Section.Issuers, issuer), .. definitions]);
            parties = Compiled.Of(definitions).RelyingParties;
            Warnings = [.. Compilation.Warnings.Select(warning => (Id(warning), warning.Code))];
            Pairs = [.. Compilation.Warnings.Where(warning => warning.Code == "subject_collision" && warning.Message.Contains(", t", StringComparison.Ordinal)).Select(warning => (Id(warning), warning.Message.Split(", ")[1].Split(' ')[0]))];
        }

        public Compilation Compilation { get; }

        public HashSet<(string Id, string Code)> Warnings { get; }

        public ImmutableArray<(string One, string Other)> Pairs { get; }

        /// <summary>The template and subject that the exchange would give, or null for a refusal.</summary>
        public Granted? Grant(JobFacts job, string party) =>
            RuleMatch.Of(parties.Single(each => each.Id == party).Rules, job).Refused is null
            && EffectiveTemplate.For(job, parties.Single(each => each.Id == party), scope => templates.FirstOrDefault(template => TemplateScope.Of(template) == scope)).Is(out var template, out _)
            && Subject.Render(template, job, 127).Is(out var subject, out _) ? new(template, subject) : null;

        public override string ToString() => string.Join(" | ", templates.Select(template =>
            $"{template.Id} {TemplateScope.Of(template).Words}{(template.Locked ? "!" : "")}: {(template.AsItCame ? "as it came" : string.Join(' ', template.Components.Select(component => component.Claim + (component.Omit ? "?" : ""))))}"))
            + " // " + string.Join(", ", Warnings);

        private static string Id(Warning warning) => warning.Path.Split('[', ']')[1];
    }
}
