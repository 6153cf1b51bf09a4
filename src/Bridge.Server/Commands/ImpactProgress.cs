using System.Globalization;

namespace Bridge.Server.Commands;

/// <summary>One line on a terminal that says how far <c>bridge impact</c> is; it is wiped at the end.</summary>
internal sealed class ImpactProgress(TextWriter terminal, TimeProvider time, DateTimeOffset since, DateTimeOffset until) : IDisposable
{
    private const int Width = 78;

    // The clock is asked once in a while, for a record takes microseconds.
    private const int RecordsBetween = 512;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private readonly long began = time.GetTimestamp();
    private long? shown;
    private bool wiped;

    /// <summary>Told after each record.</summary>
    public void Show(long records, DateTimeOffset at)
    {
        if (records % RecordsBetween != 1 || (shown is { } last && time.GetElapsedTime(last) < Between))
            return;
        shown = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(began).TotalSeconds;
        var share = Math.Clamp((at - since) / (until - since), 0, 1);
        var line = string.Create(CultureInfo.InvariantCulture, $"{share,5:P0}  {records,12:N0} exchanges  {(elapsed > 0 ? records / elapsed : 0),9:N0} a second  {at:yyyy-MM-dd HH:mm}");
        terminal.Write("\r" + line.PadRight(Width));
        terminal.Flush();
    }

    public void Dispose()
    {
        if (!wiped && shown is not null)
            terminal.Write("\r" + new string(' ', Width) + "\r");
        wiped = true;
    }
}
