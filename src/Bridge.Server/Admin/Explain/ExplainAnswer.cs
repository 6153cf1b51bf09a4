using System.Collections.Immutable;
using System.Text.Json;
using Bridge.DryRuns;
using Bridge.Exchange;
using Bridge.Refusals;
using Bridge.Subjects;

namespace Bridge.Server.Admin.Explain;

/// <summary>What a token, or a recorded exchange, comes to now.</summary>
/// <param name="InForce">As things are.</param>
/// <param name="Draft">Under the draft that was sent.</param>
/// <param name="Claims">The claims that differ between the two.</param>
/// <param name="Changes">Whether the draft changes who gets what.</param>
/// <param name="Assumed">Whether the record does not say what was asked for, so that the relying party it named is taken for all of it.</param>
internal sealed record ExplainAnswer(SideView InForce, SideView? Draft, ImmutableArray<ClaimChangeView> Claims, bool Changes, bool Assumed)
{
    public static ExplainAnswer Of(Comparison comparison) => new(
        SideView.Of(comparison.InForce), comparison.Draft is { } draft ? SideView.Of(draft) : null,
        [.. comparison.Claims.Select(change => new ClaimChangeView(change.Name, change.Before, change.After))], comparison.Changes, comparison.Assumed);
}

/// <summary>One decision.</summary>
/// <param name="Granted">Whether a token would be granted.</param>
/// <param name="Reason">The exact reason of the refusal.</param>
/// <param name="Checks">Every check that was made, in order.</param>
/// <param name="Templates">Every scope that covers the job, nearest first, and why its template counts or not; absent where it was refused before that.</param>
/// <param name="Subject">The subject that was rendered.</param>
/// <param name="Claims">The claims that the token would carry.</param>
internal sealed record SideView(bool Granted, string? Reason, ImmutableArray<CheckView> Checks, ImmutableArray<StandingView>? Templates, string? Subject, JsonElement? Claims)
{
    public static SideView Of(Explanation side) => new(
        side.Refused is null, side.Refused is { } refused ? RefusalTable.Of(refused.Reason).Code : null, [.. side.Trail.Outcomes.Select(CheckView.Of)],
        side.Templates is { } standings ? [.. standings.Scopes.Where(scope => scope.Template is not null).Select(StandingView.Of)] : null,
        side.Trail.Subject, side.Claims is { } claims ? JsonElement.Parse(claims) : null);
}

/// <summary>A scope that covers the job and has a template.</summary>
/// <param name="Scope">The scope in words, such as <c>group acme/web</c>.</param>
/// <param name="Template">The id of its template.</param>
/// <param name="InForce">Whether it is the one that counts.</param>
/// <param name="Why">Why it counts or not.</param>
internal sealed record StandingView(string Scope, string Template, bool InForce, string Why)
{
    public static StandingView Of(TemplateStanding standing) => new(standing.Scope.Words, standing.Template!.Id, standing.Standing == Standing.InForce, standing.Words);
}

/// <summary>One check.</summary>
/// <param name="Check">Which.</param>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Found">What it found.</param>
/// <param name="Note">What it decided nothing by, such as shadow rules.</param>
/// <param name="Reason">Why it refused.</param>
/// <param name="Description">The same as a sentence.</param>
/// <param name="Expected">What it wanted.</param>
/// <param name="Actual">What it got.</param>
internal sealed record CheckView(string Check, bool Passed, string? Found, string? Note, string? Reason, string? Description, string? Expected, string? Actual)
{
    /// <summary>A check as answers call it: <c>mandatory_conditions</c>.</summary>
    public static string Word(Check check) => JsonNamingPolicy.SnakeCaseLower.ConvertName(check.ToString());

    public static CheckView Of(CheckOutcome outcome) => new(
        Word(outcome.Check), outcome.Refused is null, outcome.Found, outcome.Note,
        outcome.Refused is { } refused ? RefusalTable.Of(refused.Reason).Code : null,
        outcome.Refused is null ? null : RefusalAnswer.To(outcome.Refused, Visibility.Exact).Description,
        outcome.Refused?.Expected, outcome.Refused?.Actual);
}

/// <summary>A claim that a draft adds, removes or changes, as JSON text.</summary>
internal sealed record ClaimChangeView(string Name, string? Before, string? After);
