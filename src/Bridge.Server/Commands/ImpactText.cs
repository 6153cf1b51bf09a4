using System.Globalization;
using Bridge.DryRuns;

namespace Bridge.Server.Commands;

/// <summary>Writes an <see cref="ImpactReport"/> for people: first the sums, then each kind of change with an exchange to look at.</summary>
internal static class ImpactText
{
    public static async Task WriteAsync(TextWriter output, ImpactReport report)
    {
        var impact = report.Impact;
        await output.WriteLineAsync($"{Number(impact.Records)} exchanges from {Day(report.Since)} to {Day(report.Until)}, decided again in {report.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s ({Number((long)report.PerSecond)} a second).");
        await output.WriteLineAsync();
        foreach (var effect in Enum.GetValues<ImpactEffect>())
        {
            var total = impact.Totals.GetValueOrDefault(effect) ?? new ImpactTotal(0, 0);
            await output.WriteLineAsync($"{Number(total.Exchanges),14}  {Words(effect)}{(total.Projects > 0 ? $", of {Number(total.Projects)} {(total.Projects == 1 ? "project" : "projects")}" : "")}");
        }

        await output.WriteLineAsync($"{Number(impact.RefusedOtherwise),14}  are refused for another reason");
        await output.WriteLineAsync($"{Number(impact.Same),14}  stay as they are");
        await SayUndecidedAsync(output, impact);
        foreach (var effect in impact.Groups.GroupBy(group => group.Kind.Effect))
            await SayAsync(output, effect.Key, [.. effect], report.Limit);
        if (impact.BeyondGroups > 0)
            await output.WriteLineAsync($"{Environment.NewLine}{Number(impact.BeyondGroups)} more exchanges would change in ways that are too many to keep apart.");
        await output.WriteLineAsync();
        await output.WriteLineAsync(impact.Changes ? "Nothing was written. `bridge explain --exchange ID --draft FILE` shows one exchange in full." : "Nobody would get anything else.");
    }

    private static async Task SayUndecidedAsync(TextWriter output, Impact impact)
    {
        var sum = impact.Undecided.Sum(undecided => undecided.Count);
        await output.WriteLineAsync($"{Number(sum),14}  cannot be decided again{(sum > 0 ? ":" : "")}");
        foreach (var (why, count) in impact.Undecided)
            await output.WriteLineAsync($"{Number(count),22}  {Printable.Of(why.ToString())}");
        if (impact.Assumed > 0)
            await output.WriteLineAsync($"{Environment.NewLine}Of {Number(impact.Assumed)} the record does not say what was asked for; the relying party that it names was taken for all of it.");
    }

    private static async Task SayAsync(TextWriter output, ImpactEffect effect, List<ImpactGroup> groups, int limit)
    {
        await output.WriteLineAsync();
        await output.WriteLineAsync($"{effect.ToString().ToUpperInvariant()}: {Words(effect)}");
        foreach (var group in groups.Take(limit))
            await SayAsync(output, group);
        if (groups.Count > limit)
            await output.WriteLineAsync($"  and {Number(groups.Count - limit)} other changes of this kind; --limit shows more");
    }

    private static async Task SayAsync(TextWriter output, ImpactGroup group)
    {
        var kind = group.Kind;
        await output.WriteLineAsync($"  {Printable.Of(group.ProjectPath)} ({kind.Issuer}, {Printable.Of(kind.ProjectId)}) at {kind.RelyingParty}");
        if (kind.SubjectBefore == kind.SubjectAfter)
            await output.WriteLineAsync($"      sub    {Printable.Of(kind.SubjectBefore)}");
        else
        {
            await output.WriteLineAsync($"      before {Said(kind.SubjectBefore, kind)}");
            await output.WriteLineAsync($"      after  {Said(kind.SubjectAfter, kind)}");
        }

        if (kind.Changes.Length > 0)
            await output.WriteLineAsync($"      also   {Printable.Of(kind.Changes)}");
        await output.WriteLineAsync($"      {Number(group.Count)} from {Day(group.First)} to {Day(group.Last)}, such as {group.ExampleId}{(group.ExampleRef is { } name ? $" of {Printable.Of(name)}" : "")}");
    }

    private static string Said(string? subject, ImpactKind kind) =>
        subject is not null ? Printable.Of(subject) : $"refused, {kind.Reason}{(kind.ReasonName is { } name ? $" ({Printable.Of(name)})" : "")}";

    private static string Words(ImpactEffect effect) => effect switch
    {
        ImpactEffect.Lost => "would lose access",
        ImpactEffect.Gained => "would gain access",
        ImpactEffect.Subject => "would get another subject",
        ImpactEffect.Claims => "would get other claims under the same subject",
        _ => "would get a token of other audience, type, scopes, lifetime or algorithm",
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
