using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Policies;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Subjects;

namespace Bridge.Exchange;

/// <summary>
/// The second half of the checks, from the mandatory conditions on. It reads only its arguments, so a stored record can be
/// decided again as it was, or under a draft.
/// </summary>
internal static class Decision
{
    /// <summary>The order of the checks that decide; the first refusal is the answer. What each found is noted on the trail.</summary>
    public static Outcome<Grant> Make(ExchangeTrail trail, JobFacts facts, Asked asked, ProjectView view, ConfigurationInForce configuration, TimeSpan ceiling)
    {
        trail.Saw(view);
        var templates = Templates(view, configuration);
        if (!trail.At(Check.MandatoryConditions, Mandatory(facts, configuration)).Is(out _, out var refused))
            return refused;
        if (!trail.At(Check.RelyingParty, Target.Find(asked, facts, configuration)).Is(out var party, out refused))
            return refused;
        if (!trail.At(Check.Project, Project(facts, asked, view, party)).Is(out var project, out refused))
            return refused;
        if (!trail.At(RuleMatch.Of(party.Rules, facts)).Is(out var rule, out refused))
            return refused;
        if (!trail.At(Check.Scopes, Scopes(asked, party, rule)).Is(out var scopes, out refused))
            return refused;
        if (!trail.At(Check.Subject, EffectiveTemplate.For(facts, party, templates)).Is(out var template, out refused))
            return refused;
        if (!trail.At(Check.Subject, Subject.Render(template, facts, party.Profile.MaximumSubjectBytes)).Is(out var subject, out refused))
            return refused;
        if (!trail.At(Check.GroupMoved, Unmoved(facts, project, party, rule, template, templates)).Is(out _, out refused))
            return refused;
        if (!trail.At(Check.Mapping, Mapped(facts, party, subject)).Is(out var claims, out refused))
            return refused;
        if (!trail.At(Check.Lifetime, Lifetime.End(asked, party, rule, ceiling)).Is(out var expiresAt, out refused))
            return refused;
        if (!trail.At(Check.Record, Unused(facts, asked, party)).Is(out var replay, out refused))
            return refused;
        return new Grant
        {
            RelyingParty = party,
            Rule = rule,
            Template = template,
            Subject = subject,
            Claims = claims,
            Scopes = scopes,
            TokenType = asked.RequestedTokenType ?? party.Profile.DefaultTokenType,
            ExpiresAt = expiresAt,
            SigningKey = asked.MintedElsewhere ? null : configuration.Keys.Active(party.Algorithm, asked.Now) ?? throw new InvalidOperationException($"no active {party.Algorithm} key"),
            Pin = Pin(facts, project, configuration),
            Mark = replay.Mark,
        };
    }

    /// <summary>What must hold for every job of the issuer before anything of Bridge is told to it.</summary>
    public static Outcome<JobFacts> Mandatory(JobFacts facts, ConfigurationInForce configuration)
    {
        foreach (var condition in configuration.MandatoryConditions(facts.Issuer))
        {
            if (!condition.Holds(facts))
                return new Refused(Reason.MandatoryConditionFailed, condition.Claim, condition.Expectation, condition.Actual(facts));
        }

        return facts;
    }

    private static Outcome<ProjectMatch> Project(JobFacts facts, Asked asked, ProjectView view, RelyingParty party) =>
        !ProjectMatch.Of(facts, asked.IssuedAt, view).Is(out var match, out var refused) ? refused
        : party.EnrolledProjects && !view.Enrolled ? new Refused(Reason.ProjectUnconfirmed, party.Id, Actual: facts.ProjectId)
        : match;

    // A token carries what was asked for and is given; all that is given where nothing was asked for (RFC 6749 §3.3).
    private static Outcome<ImmutableArray<string>> Scopes(Asked asked, RelyingParty party, Rule rule)
    {
        var given = rule.Scopes is { } some ? party.Scopes.Where(scope => some.Contains(scope)).ToImmutableArray() : party.Scopes;
        return asked.Scopes.FirstOrDefault(scope => !given.Contains(scope)) is { } outside
            ? new Refused(Reason.ScopeNotGiven, "scope", string.Join(' ', given), outside)
            : asked.Scopes.IsEmpty ? given : asked.Scopes;
    }

    /// <summary>Every scope that covers the job, with what became of its template; null where the decision did not come to templates.</summary>
    public static TemplateStandings? Standings(ExchangeTrail trail, ConfigurationInForce configuration) =>
        trail is { Facts: { } facts, RelyingParty: { } party, Projects: { } view } && trail.CameTo(Check.Subject)
            ? TemplateStandings.For(facts, party.Id, configuration.RelyingParties.Select(one => one.Id), Templates(view, configuration))
            : null;

    private static Func<TemplateScope, SubTemplate?> Templates(ProjectView view, ConfigurationInForce configuration) => scope =>
    {
        if (scope.Level != TemplateLevel.Project)
            return configuration.FindTemplate(scope);
        foreach (var template in view.Templates)
        {
            if (TemplateScope.Of(template) == scope)
                return template;
        }

        return null;
    };

    // A group that was renamed or taken over must not bring its projects under other rules unseen.
    private static Outcome<JobFacts> Unmoved(
        JobFacts facts, ProjectMatch project, RelyingParty party, Rule rule, SubTemplate template, Func<TemplateScope, SubTemplate?> find)
    {
        if (project.PinnedPath is { } pinned && !Same(facts.Under(pinned)))
            return new Refused(Reason.GroupMoved, "project_path", pinned, facts.ProjectPath);
        if (project.RunningPinnedPath is { } running && !Same(facts.RunningUnder(running)))
            return new Refused(Reason.GroupMoved, "job_project_path", running, facts.Claims.Text("job_project_path"));
        return facts;

        bool Same(JobFacts before) =>
            RuleMatch.Of(party.Rules, before).Rule == rule && EffectiveTemplate.For(before, party, find).Is(out var old, out _) && old == template;
    }

    // Were the pin moved by a grant of a relying party that does not care for paths, those that do would see no move any more.
    private static PinChange? Pin(JobFacts facts, ProjectMatch project, ConfigurationInForce configuration) =>
        project is { Change: { } change, PinnedPath: { } pinned } && configuration.TellsApart(facts, facts.Under(pinned)) ? change.WithoutMove() : project.Change;

    private static Outcome<ImmutableArray<IssuedClaim>> Mapped(JobFacts facts, RelyingParty party, string subject)
    {
        if (!ClaimMapping.Map(party.Mappings, facts).Is(out var mapped, out var refused) || !party.Profile.Shape(mapped, facts, subject, party.ProfileSettings).Is(out var shaped, out refused))
            return refused;
        // Configuration cannot bring this about. If it ever does, no token may leave that two readers understand differently:
        // of two members with one name some take the first and some the last (RFC 8259 §4).
        for (var i = 0; i < shaped.Length; i++)
        {
            if (ReservedClaims.Contains(shaped[i].Name) || shaped.AsSpan()[..i].ContainsName(shaped[i].Name))
                return new Refused(Reason.MappedClaimInvalid, shaped[i].Name, "filled once, and by no mapping if it is reserved");
        }

        return shaped;
    }

    private static bool ContainsName(this ReadOnlySpan<IssuedClaim> claims, string name)
    {
        foreach (var claim in claims)
        {
            if (claim.Name == name)
                return true;
        }

        return false;
    }

    // A token of a removed kind is good once over all relying parties, for it names no audience that could tell them apart.
    private static Outcome<ReplayOnce> Unused(JobFacts facts, Asked asked, RelyingParty party)
    {
        var legacy = facts.Kind != TokenKind.IdToken;
        if (!legacy && party.Replay == Replay.Unlimited)
            return new ReplayOnce(null);
        var mark = new ReplayMark(facts.Issuer.Id, asked.TokenId, legacy ? "" : party.Id, asked.ExpiresAt + ReplayMark.Beyond);
        return mark == asked.TakenMark ? new Refused(Reason.SubjectTokenUsed, party.Id) : new ReplayOnce(mark);
    }

    private sealed record ReplayOnce(ReplayMark? Mark);
}
