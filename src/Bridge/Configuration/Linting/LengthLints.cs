using Bridge.Policies;
using Bridge.Subjects;

namespace Bridge.Configuration.Linting;

/// <summary>
/// Subjects that a relying party cannot take. Told is what is sure: that every subject of a template is too long for one, or
/// every subject of a project whose path is known; and of a relying party that takes less than the 255 bytes of OpenID Connect
/// Core §2, that some can be. That a path of 200 letters and a ref of 100 are too long for all is no news.
/// </summary>
internal static class LengthLints
{
    private const int OpenIdConnect = 255;

    public static IEnumerable<LintFinding> Of(Linted linted, IEnumerable<SubTemplate> templates)
    {
        var known = LongestPaths(linted);
        return templates.Where(template => !template.AsItCame)
            .SelectMany(template => linted.Served(template).GroupBy(party => party.Profile.MaximumSubjectBytes).OrderBy(parties => parties.Key)
                .Select(parties => Finding(template, parties, linted, known.GetValueOrDefault((template.Id, parties.Key)))).OfType<LintFinding>());
    }

    private static LintFinding? Finding(SubTemplate template, IGrouping<int, RelyingParty> parties, Linted linted, KnownPath? known)
    {
        var prefixes = linted.IssuersOf(template).Select(issuer => issuer.Issuer.SubjectPrefix).OrderBy(prefix => prefix.Length).DefaultIfEmpty("").ToList();
        var takes = $"{string.Join(", ", parties.Select(party => party.Id).Order(StringComparer.Ordinal))} takes {parties.Key} bytes";
        var least = Least(template, SubjectExtent.Of(template, prefixes[0]));
        if (least > parties.Key)
            return Told(template, $"every sub has {least} bytes at least, and {takes}");
        if (known is not null)
            return Told(template, $"every sub of project {known.ProjectId} has {Least(template, known, linted)} bytes at least with the path {known.Path}, and {takes}");
        return parties.Key < OpenIdConnect && CanExceed(template, SubjectExtent.Of(template, prefixes[^1]), parties.Key)
            ? Told(template, template.Overflow == Overflow.Digest
                ? $"{takes}: a leading {template.Components[0].Claim} that leaves no room for the digest is refused"
                : $"{takes}: the names alone and the shortest values need {least}, and a sub with longer values can be refused")
            : null;
    }

    private static bool CanExceed(SubTemplate template, SubjectExtent extent, int limit) => template.Overflow == Overflow.Digest
        ? (extent.Longest is null || extent.Longest > limit) && (extent.Leading is null || extent.Leading + SubjectExtent.Digest > limit)
        : extent.Longest is null || extent.Longest > limit;

    private static int Least(SubTemplate template, SubjectExtent extent) =>
        template.Overflow == Overflow.Digest ? Math.Min(extent.Shortest, extent.ShortestLeading + SubjectExtent.Digest) : extent.Shortest;

    private static int Least(SubTemplate template, KnownPath path, Linted linted) =>
        Least(template, SubjectExtent.Of(template, linted.Issuers.Single(issuer => issuer.Issuer.Id == path.Issuer).Issuer.SubjectPrefix, path.Path));

    // Of each template in force for a project whose path is known, the project whose subjects are longest, if they are too long.
    private static Dictionary<(string Template, int Limit), KnownPath> LongestPaths(Linted linted)
    {
        var longest = new Dictionary<(string, int), KnownPath>();
        foreach (var path in linted.Paths.Where(path => linted.Issuers.Any(issuer => issuer.Issuer.Id == path.Issuer)))
        {
            foreach (var party in linted.Parties)
            {
                var template = EffectiveTemplate.Of(path.Issuer, path.ProjectId, GitLab.ProjectPaths.Parent(path.Path), party.Id, linted.Find);
                var key = (template.Id, party.Profile.MaximumSubjectBytes);
                if (!template.AsItCame && Least(template, path, linted) > key.MaximumSubjectBytes && !(longest.TryGetValue(key, out var other) && other.Path.Length >= path.Path.Length))
                    longest[key] = path;
            }
        }

        return longest;
    }

    private static LintFinding Told(SubTemplate template, string message) => new(LintRules.SubjectTooLong, LintPlace.Template(template.Id, "components"), message);
}
