using System.Collections.Immutable;
using Bridge.Exchange;
using Bridge.Records;
using Bridge.Refusals;

namespace Bridge.Server.Admin.Exchanges;

/// <summary>How a check ended.</summary>
internal enum StepState
{
    Passed,
    Refused,
    NotReached,
}

/// <summary>One check of an exchange, then and perhaps today.</summary>
/// <param name="Check">Which.</param>
/// <param name="State">How it ended.</param>
/// <param name="Found">What it found, as far as it is known.</param>
/// <param name="Note">What it decided nothing by.</param>
internal sealed record Step(Check Check, StepState State, string? Found, string? Note = null)
{
    public string Title => CheckWords.Title(Check);

    public string Question => CheckWords.Question(Check);
}

/// <summary>The way of an exchange through the checks.</summary>
internal static class Timeline
{
    // What the limiter stopped left no record.
    private static readonly ImmutableArray<Check> Checks = [.. Enum.GetValues<Check>().Where(check => check != Check.IssuerLimiter)];

    /// <summary>As the record tells it: which check refused follows from the reason. Empty for a reason of another version of Bridge.</summary>
    public static ImmutableArray<Step> Of(ExchangeRecord record)
    {
        var stopped = Remedies.Find(record.Reason) is { } reason ? RefusedAt.Of(reason) : null;
        if (!record.Granted && stopped is null)
            return [];
        return [.. Checks.Select(check => new Step(
            check,
            stopped is null || check < stopped ? StepState.Passed : check == stopped ? StepState.Refused : StepState.NotReached,
            stopped is null || check <= stopped ? Found(check, record, stopped is not null && check == stopped) : null,
            check == Check.Rules ? Shadows(record) : check == Check.Subject && record.Template is { } template ? $"template {template}, version {record.TemplateVersion}" : null))];
    }

    /// <summary>As a decision that was explained went; the request of a record held when it was made, and is not asked again.</summary>
    public static ImmutableArray<Step> Of(Explanation explanation, bool recorded)
    {
        var outcomes = explanation.Trail.Outcomes.ToLookup(outcome => outcome.Check);
        return [.. Checks.Select(check => outcomes[check].ToList() switch
        {
            [] when recorded && check == Check.Form => new Step(check, StepState.Passed, "as it was recorded"),
            [] => new Step(check, StepState.NotReached, null),
            var some when some[^1].Refused is { } refused => new Step(check, StepState.Refused, Sentence(refused), some[^1].Note),
            [var template, var subject] when check == Check.Subject => new Step(check, StepState.Passed, subject.Found, template.Found),
            var some => new Step(check, StepState.Passed, some[^1].Found, some[^1].Note),
        })];
    }

    public static string Sentence(Refused refused) => RefusalAnswer.To(refused, Visibility.Exact).Description;

    /// <summary>The refusal of a record in full; null for a grant and for a reason of another version.</summary>
    public static Refused? Refused(ExchangeRecord record) =>
        Remedies.Find(record.Reason) is { } reason ? new Refused(reason, record.ReasonName, record.Expected, record.Actual) : null;

    private static string? Found(Check check, ExchangeRecord record, bool refused) => refused ? Refused(record) is { } why ? Sentence(why) : null : check switch
    {
        Check.Form => record.UnverifiedTarget is { } target ? $"a token exchange for {target}" : "a token exchange for the default audience",
        Check.Client => record.Client,
        Check.Signature => record.Issuer is { } issuer ? $"signed by {issuer}" : null,
        Check.Claims => record.ProjectPath is { } path ? $"job {record.JobId} of {path}" : null,
        Check.MandatoryConditions => "hold",
        Check.RelyingParty => record.RelyingPartyVersion is { } version ? $"{record.RelyingParty}, version {version}" : record.RelyingParty,
        Check.Project => record.ProjectId is { } id ? $"project {id}" : null,
        Check.Rules => record.Rule,
        Check.Scopes => record.Scope is { Length: > 0 } scope ? scope : "none",
        Check.Subject => record.Subject,
        Check.Lifetime => record.IssuedExpiresAt is { } end ? $"until {end:yyyy-MM-dd HH:mm:ss} UTC" : null,
        Check.Record => "written before the token left",
        _ => "holds",
    };

    private static string? Shadows(ExchangeRecord record)
    {
        var keptOut = Remedies.Find(record.Reason) is { } reason && RefusedAt.Of(reason) == Check.Rules;
        return record.ShadowRules.IsEmpty ? null : string.Join("; ", record.ShadowRules.Select(shadow => shadow.Split(':', 2) switch
        {
            ["deny", var id] when !keptOut => $"shadow rule {id} would have refused",
            ["allow", var id] when keptOut => $"shadow rule {id} would have granted",
            [_, var id] => $"shadow rule {id} would have changed nothing",
            _ => shadow,
        }));
    }
}
