using Bridge.Configuration;
using Bridge.Refusals;

namespace Bridge.DryRuns;

/// <summary>
/// Knows for which exchanges a draft makes no difference by construction. A decision reads the client, the issuer with its
/// mandatory conditions, the relying party with its rules and mappings, templates, and what is stored of the job's projects:
/// where all of these are the very same things on both sides, so is what comes of them, and it is decided once. Where that is
/// not certain at once, it is decided twice: of a token that may be used once, for which other exchanges count too, and where
/// the decision did not come to a relying party.
/// </summary>
internal sealed class Indifference(Side inForce, Side draft)
{
    private readonly bool sameTemplates = inForce.Configuration.Templates.Length == draft.Configuration.Templates.Length
        && inForce.Configuration.Templates.All(template => ReferenceEquals(template, draft.Configuration.FindTemplate(Subjects.TemplateScope.Of(template))));

    /// <summary>Whether the draft comes to what was decided in force.</summary>
    public async ValueTask<bool> HoldsAsync(PastJob job, Redecided decided, CancellationToken ct)
    {
        var (now, then) = (inForce.Configuration, draft.Configuration);
        if (!sameTemplates || decided is not { Facts: { } facts, Trail: { RelyingParty: { } party, Projects: { } projects } } || decided.Grant?.Mark is not null || decided.Refused?.Reason == Reason.SubjectTokenUsed)
            return false;
        return ReferenceEquals(now.FindClient(job.Record.Client!), then.FindClient(job.Record.Client!))
            && then.FindIssuer(job.Claims.Text("iss")!) is var (issuer, _) && ReferenceEquals(issuer, facts.Issuer)
            && now.MandatoryConditions(issuer) == then.MandatoryConditions(issuer)
            && ReferenceEquals(then.FindAudience(party.Audience), party)
            && ReferenceEquals(await draft.FindAsync(ProjectQuery.Of(facts), ct), projects);
    }
}
