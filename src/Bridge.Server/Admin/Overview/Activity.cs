using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Bridge.Storage.Records;

namespace Bridge.Server.Admin.Overview;

/// <summary>How far back the overview looks.</summary>
/// <param name="Word">How it stands in the address.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Bar">How much time one bar of the chart is.</param>
internal sealed record ActivityRange(string Word, string Title, TimeSpan Length, TimeSpan Bar)
{
    public static readonly ImmutableArray<ActivityRange> All =
    [
        new("24h", "24 hours", TimeSpan.FromHours(24), TimeSpan.FromHours(1)),
        new("7d", "7 days", TimeSpan.FromDays(7), TimeSpan.FromHours(6)),
        new("30d", "30 days", TimeSpan.FromDays(30), TimeSpan.FromDays(1)),
    ];

    /// <summary>The range of this word, or the first.</summary>
    public static ActivityRange Of(string? word) => All.FirstOrDefault(range => range.Word == word) ?? All[0];

    /// <summary>When the first bar begins, so that the last one holds now.</summary>
    public DateTimeOffset Start(DateTimeOffset now) => new DateTimeOffset(now.UtcTicks - now.UtcTicks % Bar.Ticks, TimeSpan.Zero) - Length + Bar;
}

/// <summary>The exchanges of one bar.</summary>
internal sealed record ActivityBar(DateTimeOffset From, long Granted, long Refused);

/// <summary>How many exchanges there were in a range, when, and why they were refused.</summary>
/// <param name="Range">The range.</param>
/// <param name="Bars">Its bars, the oldest first.</param>
/// <param name="Reasons">The reasons, the most frequent first.</param>
/// <param name="Since">From when on all are counted; null where that is the whole range.</param>
internal sealed record Activity(ActivityRange Range, ImmutableArray<ActivityBar> Bars, ImmutableArray<(string Reason, long Count)> Reasons, DateTimeOffset? Since)
{
    public long Granted => Bars.Sum(bar => bar.Granted);

    public long Refused => Bars.Sum(bar => bar.Refused);

    public bool IsEmpty => Granted + Refused == 0;

    /// <summary>The bars as the chart reads them.</summary>
    public string Json => JsonSerializer.Serialize(new
    {
        labels = Bars.Select(bar => Label(bar.From)),
        granted = Bars.Select(bar => bar.Granted),
        refused = Bars.Select(bar => bar.Refused),
    });

    public static Activity Of(ActivityRange range, DateTimeOffset now, ExchangeTally tally)
    {
        var start = range.Start(now);
        var bars = new (long Granted, long Refused)[(int)(range.Length / range.Bar)];
        foreach (var count in tally.Counts.Where(count => count.Hour >= start))
        {
            ref var bar = ref bars[Math.Min((int)((count.Hour - start) / range.Bar), bars.Length - 1)];
            bar = count.Reason is null ? (bar.Granted + count.Count, bar.Refused) : (bar.Granted, bar.Refused + count.Count);
        }

        return new(
            range,
            [.. bars.Select((bar, i) => new ActivityBar(start + i * range.Bar, bar.Granted, bar.Refused))],
            [.. tally.Counts.Where(count => count.Hour >= start && count.Reason is not null).GroupBy(count => count.Reason!, StringComparer.Ordinal)
                .Select(group => (group.Key, group.Sum(count => count.Count))).OrderByDescending(pair => pair.Item2).ThenBy(pair => pair.Key, StringComparer.Ordinal)],
            tally.From > start ? tally.From : null);
    }

    /// <summary>A moment as its bar is labelled, in UTC.</summary>
    public string Label(DateTimeOffset from) => from.ToString(Range.Bar < TimeSpan.FromDays(1) ? Range.Length > TimeSpan.FromDays(1) ? "d MMM HH:mm" : "HH:mm" : "d MMM", CultureInfo.InvariantCulture);
}
