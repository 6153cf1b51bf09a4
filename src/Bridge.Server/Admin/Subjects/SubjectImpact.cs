using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Records;
using Bridge.Server.Hosting;
using Bridge.Subjects;
using Found = Bridge.DryRuns.Impact;

namespace Bridge.Server.Admin.Subjects;

/// <summary>
/// What would have become of the newest exchanges, had a template been saved before: those of its project or group, or all. It looks at
/// so many, and for so long, as somebody waits for a page, and says so.
/// </summary>
/// <param name="Found">What was found; null where the template has mistakes.</param>
/// <param name="Mistakes">The mistakes.</param>
/// <param name="First">When the first exchange was made that was looked at; null where there was none.</param>
/// <param name="OutOfTime">Whether it ended before it came to the newest ones.</param>
internal sealed record SubjectImpact(Found? Found, ImmutableArray<Mistake> Mistakes, DateTimeOffset? First, bool OutOfTime)
{
    public const int MostRecords = 2000;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public static async Task<SubjectImpact> OfAsync(Engine engine, SubTemplate template, CancellationToken ct)
    {
        var keys = (await engine.Configurations.RefreshAsync(ct)).Keys;
        var file = new ApplyFile(new Node.Map([new(Edit.SubComponents, new Node.List([WrittenTemplate.Of(template)], 0), 0)], 0), Hash: null);
        var (plan, draft) = await new Applier(engine.Database.Configuration, engine.Compiler, engine.Time).DraftAsync(file, keys, ct);
        if (draft is null)
            return new(null, plan.Mistakes, null, false);
        var run = new Run(engine.Time, engine.Time.GetTimestamp());
        var records = engine.Database.PastExchanges.NewestAsync(await RecentJobs.FilterAsync(engine, template, ct), MostRecords, ct);
        var found = await engine.DryRun.ImpactAsync(run.InTimeAsync(records, ct), draft, progress: null, ct);
        return new(found, [], run.First, run.OutOfTime);
    }

    private sealed class Run(TimeProvider time, long began)
    {
        public DateTimeOffset? First { get; private set; }

        public bool OutOfTime { get; private set; }

        public async IAsyncEnumerable<PastExchange> InTimeAsync(IAsyncEnumerable<PastExchange> records, [EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var record in records.WithCancellation(ct))
            {
                OutOfTime = time.GetElapsedTime(began) > Longest;
                if (OutOfTime)
                    yield break;
                First ??= record.At;
                yield return record;
            }
        }
    }
}
