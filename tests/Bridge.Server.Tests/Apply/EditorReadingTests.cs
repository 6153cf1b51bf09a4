using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.Compiling;
using Bridge.Subjects;
using Bridge.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Server.Tests.Apply;

/// <summary>A change of one thing is looked at without the templates of all projects.</summary>
public sealed class EditorReadingTests
{
    private static readonly string[] Claims = ["project_id", "project_path", "namespace_path", "ref_type", "ref", "environment", "user_login", "pipeline_id", "job_project_id"];

    private static readonly ImmutableArray<Definition> Definitions =
    [
        Definition(Section.Issuers, "gitlab", """ "name":"GitLab","keys":{"jwks":"https://gitlab.example.com/keys"},"url":"https://gitlab.example.com","subject_prefix":"a:" """),
        Definition(Section.Issuers, "other", """ "name":"GitLab","keys":{"jwks":"https://gitlab.example.com/keys"},"url":"https://other.example.com","subject_prefix":"b:" """),
        Definition(Section.RelyingParties, "deploy", """ "audience":"https://deploy.example.com","rules":[{"id":"all","effect":"allow","everyone":true}] """),
        Definition(Section.RelyingParties, "forks", """ "audience":"https://forks.example.com","rules":[{"id":"all","effect":"allow","everyone":true,"forks":"allow"}] """),
    ];

    private static readonly string[] Told = ["is for the very same scope", "there is no relying party", "there is no issuer"];

    private readonly HashSet<string> reached = [];

    [Fact]
    public void It_comes_to_the_same_as_with_all_of_them()
    {
        Prop.ForAll(Edits().ToArbitrary(), edits =>
        {
            var (some, all) = (Store(readsAll: false), Store(readsAll: true));
            return edits.All(edit => Outcome(some, edit) == Outcome(all, edit));
        }).Check(Cases.Of(400));

        // Otherwise little would have been tried.
        Assert.Superset(new HashSet<string>(["Done", "Mistaken", "Missing", "OtherVersion", "subject_collision", .. Told]), reached);
    }

    [Fact]
    public async Task The_templates_of_other_projects_are_read_only_where_one_of_them_could_give_the_same_subject()
    {
        var store = Store(readsAll: false);
        store.ProjectTemplates = [SubTemplate.Default with { Id = "other", Level = TemplateLevel.Project, Issuer = "gitlab", ProjectId = "21" }];

        var named = await CommitAsync(store, Put("one", """ "issuer":"gitlab","project_id":"20","components":["project_id","ref_type","ref"] """, 0));
        var path = await CommitAsync(store, Put("two", """ "issuer":"gitlab","project_id":"22","components":["project_path","ref_type","ref"] """, 0));

        Assert.Empty(Assert.IsType<EditOutcome.Done>(named).Warnings);
        Assert.Contains(Assert.IsType<EditOutcome.Done>(path).Warnings, warning => warning is { Code: "subject_collision" } && warning.Message.Contains("other", StringComparison.Ordinal));
    }

    private string Outcome(MemoryConfiguration store, Edit edit)
    {
        // A version that the caller cannot have seen, now and then.
        var outcome = CommitAsync(store, edit with { Version = edit.Version < 0 ? 7 : Version(store, edit) }).GetAwaiter().GetResult();
        var warnings = (outcome as EditOutcome.Done)?.Warnings ?? [];
        var mistakes = (outcome as EditOutcome.Mistaken)?.Mistakes ?? [];
        reached.UnionWith(warnings.Select(warning => warning.Code).Append(outcome.GetType().Name));
        reached.UnionWith(Told.Where(some => mistakes.Any(mistake => mistake.Message.Contains(some, StringComparison.Ordinal))));
        return $"{outcome.GetType().Name} {(outcome as EditOutcome.Done)?.Version} {string.Join(';', warnings)} {string.Join(';', mistakes)}";
    }

    private static int Version(MemoryConfiguration store, Edit edit) => edit.Section == Edit.SubComponents
        ? store.Source.Templates.Concat(store.ProjectTemplates).FirstOrDefault(template => template.Id == edit.Id)?.Version ?? 0
        : store.Source.Definitions.FirstOrDefault(definition => ConfigurationCompiler.Name(definition.Section) == edit.Section && definition.Id == edit.Id)?.Version ?? 0;

    private static Task<EditOutcome> CommitAsync(MemoryConfiguration store, Edit edit) =>
        new Editor(store, Applied.Compiler, TimeProvider.System).CommitAsync(edit, new Caller("token:1", Right.Admin, Reach.Everything), null, TestContext.Current.CancellationToken);

    private static Gen<Edit[]> Edits()
    {
        var scope = Gen.Elements(
            """ "issuer":"gitlab","project_id":"20", """, """ "issuer":"gitlab","project_id":"20","relying_party":"deploy", """, """ "issuer":"gitlab","project_id":"21", """,
            """ "issuer":"other","project_id":"20", """, """ "issuer":"gitlab","project_id":"x", """, """ "issuer":"gitlab","group":"g", """, """ "issuer":"gitlab", """, "");
        var subject =
            from claims in Gen.Shuffle(Claims)
            from count in Gen.Choose(1, 4)
            from came in Gen.Elements(false, false, false, true)
            select came ? "\"as_it_came\":true" : $"\"components\":[{string.Join(',', claims.Take(count).Select(claim => $"\"{claim}\""))}]";
        var ofTemplate =
            from id in Gen.Elements("a", "b", "c", "d", "e")
            from place in scope
            from made in subject
            from deletes in Gen.Elements(false, false, false, true)
            from blind in Gen.Elements(0, 0, 0, -1)
            select deletes ? new Edit(Edit.SubComponents, id, null, blind) : Put(id, place + made, blind);
        var ofAnother =
            from definition in Gen.Elements([.. Definitions, Definition(Section.RelyingParties, "deploy", """ "audience":"https://deploy.example.com","enabled":false,"rules":[{"id":"all","effect":"allow","everyone":true}] """)])
            from deletes in Gen.Elements(false, true)
            select new Edit(ConfigurationCompiler.Name(definition.Section), definition.Id, deletes ? null : definition.Value, 0);
        return Gen.Frequency((5, ofTemplate), (1, ofAnother)).ArrayOf(10);
    }

    private static Edit Put(string id, string members, int version) => new(Edit.SubComponents, id, Map(id, members), version);

    private static Node.Map Map(string id, string members) => NodeJson.ReadMap($"{{\"id\":\"{id}\",{members}}}");

    private static MemoryConfiguration Store(bool readsAll)
    {
        var store = new MemoryConfiguration { ReadsAll = readsAll };
        store.Source = store.Source with { Definitions = Definitions };
        return store;
    }

    private static Definition Definition(Section section, string id, string members) => new(section, id, 1, Map(id, members));
}
