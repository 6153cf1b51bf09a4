using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration.Compiling;
using Bridge.Configuration.Reading;
using Bridge.Subjects;

namespace Bridge.Configuration.Applying;

/// <summary>Plans what one file does to what is stored: which things it adds, changes and deletes, and what would then be stored.</summary>
internal sealed class Planner(Stored stored)
{
    private static readonly Section[] Sections = [Section.Issuers, Section.RelyingParties, Section.Clients, Section.Mappings];

    private readonly Findings findings = new();
    private readonly List<string> difference = [];
    private readonly List<Definition> put = [];
    private readonly List<(Section, string)> delete = [];
    private readonly List<SubTemplate> putTemplates = [];
    private readonly List<string> deleteTemplates = [];
    private readonly List<EnrolledProject> enrol = [];
    private readonly List<EnrolledProject> withdraw = [];
    private readonly Dictionary<string, Node.Map> written = new(StringComparer.Ordinal);
    private readonly Dictionary<EnrolledProject, int> enrolledLines = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>The right that the change needs; reading alone where it changes nothing.</summary>
    public Right Needed { get; private set; } = Right.Read;

    /// <summary>The one thing that is deleted beside what the file says, by its section and id, or null.</summary>
    public (string Section, string Id)? Gone { get; init; }

    /// <summary>What is wrong with the form of the file.</summary>
    public ImmutableArray<Mistake> Mistakes => findings.Mistakes;

    public ImmutableArray<string> Lines => [.. difference];

    public int Deletions => delete.Count + deleteTemplates.Count + withdraw.Count;

    /// <summary>Whether the file names the thing that a path leads into: <c>sub_components[default].components</c>.</summary>
    public bool Names(string path) => names.Contains(path[..(path.IndexOf(']', StringComparison.Ordinal) + 1)]);

    /// <summary>The whole configuration as the file would leave it.</summary>
    public Candidate Plan(Node.Map content)
    {
        var file = new MapReader(content, "", findings);
        var definitions = Sections.SelectMany(section => Definitions(section, FileSection.Read(file, ConfigurationCompiler.Name(section)))).ToImmutableArray();
        var templates = Templates(FileSection.Read(file, "sub_components"));
        var enrolled = Enrolled(FileSection.Read(file, "projects"));
        file.Done();
        return new Candidate(
            stored.Source,
            stored.Source with { Definitions = definitions, Templates = [.. templates.Where(template => template.Level != TemplateLevel.Project)] },
            [.. templates.Where(template => template.Level == TemplateLevel.Project)],
            enrolled,
            written.ToImmutableDictionary(StringComparer.Ordinal),
            enrolledLines.ToImmutableDictionary());
    }

    /// <summary>All mistakes of the plan and of its compilation; a place is told of once.</summary>
    public ImmutableArray<Mistake> MistakesOf(Compilation compilation)
    {
        var told = Mistakes.Select(mistake => mistake.Path).ToHashSet(StringComparer.Ordinal);
        return Mistakes.AddRange(compilation.Mistakes.Where(mistake => !told.Contains(mistake.Path)));
    }

    /// <summary>The change that <see cref="Plan"/> found.</summary>
    public ConfigurationChange Change(string author, string? hash) => new()
    {
        Revision = stored.Source.Revision,
        Author = author,
        FileHash = hash,
        Difference = Lines,
        Put = [.. put],
        Delete = [.. delete],
        PutTemplates = [.. putTemplates],
        DeleteTemplates = [.. deleteTemplates],
        Enrol = [.. enrol],
        Withdraw = [.. withdraw],
    };

    private List<Definition> Definitions(Section section, FileSection items)
    {
        var before = stored.Source.Definitions.Where(definition => definition.Section == section).ToDictionary(definition => definition.Id, StringComparer.Ordinal);
        var after = new Dictionary<string, Definition>(before, StringComparer.Ordinal);
        var named = new HashSet<string>(StringComparer.Ordinal);
        var place = ConfigurationCompiler.Name(section);
        foreach (var (node, reader) in items.Items)
        {
            var id = IdOf(node, reader, named, place);
            var old = before.GetValueOrDefault(id);
            after[id] = new Definition(section, id, old?.Version ?? 0, node);
            if (Compare(place, id, old?.Value, node))
                put.Add(after[id]);
        }

        foreach (var gone in before.Keys.Where(id => (items.Prune && !named.Contains(id)) || Gone == (place, id)).Order(StringComparer.Ordinal))
        {
            after.Remove(gone);
            delete.Add((section, gone));
            Need(place, before[gone].Value, null);
            difference.Add($"- {place}/{gone}");
        }

        return [.. after.Values];
    }

    private ImmutableArray<SubTemplate> Templates(FileSection items)
    {
        var before = stored.Templates.ToDictionary(template => template.Id, StringComparer.Ordinal);
        var after = new Dictionary<string, SubTemplate>(before, StringComparer.Ordinal);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (node, reader) in items.Items)
        {
            var id = IdOf(node, reader, named, "sub_components");
            var old = before.GetValueOrDefault(id);
            after[id] = TemplateReader.Read(reader) with { Id = id, Version = old?.Version ?? 0 };
            written[id] = node;
            if (Compare(Edit.SubComponents, id, old is null ? null : TemplateReader.Write(old), TemplateReader.Write(after[id])))
                putTemplates.Add(after[id]);
        }

        foreach (var gone in before.Keys.Where(id => (items.Prune && !named.Contains(id)) || Gone == (Edit.SubComponents, id)).Order(StringComparer.Ordinal))
        {
            after.Remove(gone);
            deleteTemplates.Add(gone);
            Need(Edit.SubComponents, TemplateReader.Write(before[gone]), null);
            difference.Add($"- sub_components/{gone}");
        }

        return [.. after.Values];
    }

    private ImmutableArray<EnrolledProject> Enrolled(FileSection items)
    {
        var before = stored.Enrolled.ToHashSet();
        var named = new HashSet<EnrolledProject>();
        foreach (var (node, reader) in items.Items)
        {
            if (ProjectReader.Read(reader) is not { } project)
                continue;
            if (!named.Add(project))
                reader.Mistake("project_id", $"{project.ProjectId} stands twice");
            names.Add($"projects[{project.Issuer}/{project.ProjectId}]");
            enrolledLines[project] = node.Line;
            if (!before.Add(project))
                continue;
            enrol.Add(project);
            difference.Add($"+ projects/{project.Issuer}/{project.ProjectId}");
        }

        if (items.Prune)
            withdraw.AddRange(stored.Enrolled.Where(project => !named.Contains(project)));
        if (enrol.Count + withdraw.Count > 0)
            Needed = Right.Admin;
        difference.AddRange(withdraw.Select(project => $"- projects/{project.Issuer}/{project.ProjectId}"));
        return [.. stored.Enrolled.Where(project => !items.Prune || named.Contains(project)), .. enrol];
    }

    // A thing without an id is called by its number, so that the rest of it is read, too; the compiler says what it lacks.
    private string IdOf(Node.Map node, MapReader reader, HashSet<string> named, string place)
    {
        var id = node.Find("id")?.Value is Node.Scalar { Text.Length: > 0 } scalar ? scalar.Text : $"{named.Count}";
        if (!named.Add(id))
            reader.Mistake("id", $"{id} stands twice in this section");
        names.Add($"{place}[{id}]");
        return id;
    }

    private bool Compare(string section, string id, Node.Map? before, Node.Map after)
    {
        if (before is not null && before.SameAs(after))
            return false;
        difference.Add(before is null ? $"+ {section}/{id}" : $"~ {section}/{id}: {Difference.Of(before, after)}");
        Need(section, before, after);
        return true;
    }

    private void Need(string section, Node.Map? before, Node.Map? after) => Needed = (Right)Math.Max((int)Needed, (int)NeededRight.Of(section, before, after));
}
