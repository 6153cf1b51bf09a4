using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.Configuration.Linting;
using Bridge.Configuration.Reading;
using Bridge.Keys;
using Bridge.Policies;

namespace Bridge.Configuration.Compiling;

/// <summary>
/// Makes the typed configuration of what administrators wrote, and finds every mistake in it. A change is checked as a whole
/// before it is written; what is stored is compiled again on each node at each revision.
/// </summary>
/// <param name="issuer">Bridge's own issuer URL, which an issuer's tokens are expected to name as audience unless it says otherwise.</param>
/// <param name="lifetimeCeiling">Longest lifetime of an issued token that the settings allow.</param>
public sealed class ConfigurationCompiler(string issuer, TimeSpan lifetimeCeiling)
{
    /// <summary>The name that a section has in files and paths.</summary>
    public static string Name(Section section) => section switch
    {
        Section.Issuers => "issuers",
        Section.RelyingParties => "relying_parties",
        Section.Clients => "clients",
        Section.Mappings => "mappings",
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "not a section"),
    };

    /// <summary>Compiles what is stored.</summary>
    public Compilation Load(ConfigurationSource source, KeyRing keys) =>
        Compile(source, new CompilerRun(issuer, lifetimeCeiling, new Findings(), null), keys, null);

    /// <summary>Looks through what is stored, as a change that writes all of it anew would be.</summary>
    /// <param name="candidate">What is stored, both before and after.</param>
    public Compilation Lint(Candidate candidate) =>
        Compile(candidate.After, new CompilerRun(issuer, lifetimeCeiling, new Findings(), null), new KeyRing([]), candidate);

    /// <summary>Checks a change that is about to be written at <paramref name="now"/>: what holds only then, too.</summary>
    public Compilation Check(Candidate candidate, DateTimeOffset now, KeyRing? keys = null) =>
        Compile(candidate.After, new CompilerRun(issuer, lifetimeCeiling, new Findings(), now), keys ?? new KeyRing([]), candidate);

    private static Compilation Compile(ConfigurationSource source, CompilerRun run, KeyRing keys, Candidate? candidate)
    {
        var findings = run.Findings;
        var issuers = Read(source, Section.Issuers, findings, (map, _) => new IssuerReader(run).Read(map));
        var mappings = Read(source, Section.Mappings, findings, (map, definition) => MappingOf(map, definition.Id)).OfType<ClaimMapping>().ToImmutableArray();
        var parties = Read(source, Section.RelyingParties, findings, (map, definition) => new RelyingPartyReader(run, mappings).Read(map, definition.Version));
        var clients = Read(source, Section.Clients, findings, (map, _) => ClientReader.Read(map));
        IssuersCheck.Check(issuers, source, candidate?.Before);
        PartiesCheck.Check(parties, clients);
        var issuerIds = issuers.Select(read => read.Value.Issuer.Id).ToImmutableHashSet(StringComparer.Ordinal);
        new TemplatesCheck(findings, candidate?.Written ?? ImmutableDictionary<string, Node.Map>.Empty)
            .Check(source.Templates.Concat(candidate?.ProjectTemplates ?? []), issuerIds, parties.Select(read => read.Value.Id).ToImmutableHashSet(StringComparer.Ordinal));
        if (candidate is not null)
        {
            Enrolled(candidate, issuerIds, findings);
            Lint(candidate, issuers, parties, findings);
        }

        return new(findings.AnyMistake ? null : Configuration(source, issuers, parties, clients, keys), findings.Mistakes, findings.Warnings);
    }

    private static ImmutableArray<T> Read<T>(ConfigurationSource source, Section section, Findings findings, Func<MapReader, Definition, T> read) =>
        [.. source.Definitions.Where(definition => definition.Section == section).OrderBy(definition => definition.Id, StringComparer.Ordinal)
            .Select(definition => read(new MapReader(definition.Value, $"{Name(section)}[{definition.Id}]", findings), definition))];

    private static ClaimMapping? MappingOf(MapReader map, string target)
    {
        map.Needed("id");
        if (Profile.All.Values.All(profile => profile.TargetMistake(target) is not null))
            map.Mistake("id", $"{target} can be filled by no mapping of claims");
        return MappingReader.Claim(target, map);
    }

    private static void Lint(Candidate candidate, ImmutableArray<ReadThing<IssuerWithConditions>> issuers, ImmutableArray<ReadThing<RelyingParty>> parties, Findings findings)
    {
        var linted = new Linted(
            [.. issuers.Select(read => new LintedIssuer(read.Value.Issuer, read.Value.Mandatory))],
            [.. parties.Select(read => read.Value)],
            [.. candidate.After.Templates, .. candidate.ProjectTemplates],
            candidate.KnownPaths);
        var definitions = candidate.After.Definitions.ToDictionary(definition => (Name(definition.Section), definition.Id), definition => definition.Value);
        foreach (var finding in Linter.Find(linted))
        {
            var place = finding.Place;
            var line = place.Line(definitions.GetValueOrDefault((place.Section, place.Id)) ?? candidate.Written.GetValueOrDefault(place.Id));
            if (finding.Rule.Severity == Severity.Error)
                findings.Mistake(place.Path, finding.Message, line, finding.Rule.Code);
            else
                findings.Warn(finding.Rule.Code, place.Path, finding.Message, line);
        }
    }

    private static void Enrolled(Candidate candidate, ImmutableHashSet<string> issuers, Findings findings)
    {
        foreach (var project in candidate.Enrolled.Where(project => !issuers.Contains(project.Issuer)))
            findings.Mistake($"projects[{project.Issuer}/{project.ProjectId}].issuer", $"there is no issuer {project.Issuer}", candidate.EnrolledLines.GetValueOrDefault(project));
    }

    private static ConfigurationInForce Configuration(
        ConfigurationSource source,
        ImmutableArray<ReadThing<IssuerWithConditions>> issuers,
        ImmutableArray<ReadThing<RelyingParty>> parties,
        ImmutableArray<ReadThing<Client>> clients,
        KeyRing keys)
    {
        var served = clients.Select(read => read.Value).ToImmutableArray();
        return new ConfigurationInForce(
            source.Revision,
            [.. issuers.Select(read => read.Value.Issuer)],
            issuers.ToImmutableDictionary(read => read.Value.Issuer.Id, read => read.Value.Mandatory, StringComparer.Ordinal),
            [.. parties.Select(read => read.Value)],
            served.Any(client => client.Id == Client.DefaultId) ? served : served.Add(ClientReader.Default),
            source.Templates,
            keys);
    }
}
