using System.Collections.Immutable;
using System.Globalization;
using Bridge.Access;
using Bridge.Configuration.History;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.ChangeLog;

/// <summary>Who changed the configuration, when, why and how: the newest first.</summary>
[Needs(Right.Read)]
internal sealed class IndexModel(BridgeDatabase database) : AdminPage
{
    private const int PerPage = 50;

    [BindProperty(Name = "author", SupportsGet = true)]
    public string? Author { get; set; }

    [BindProperty(Name = "section", SupportsGet = true)]
    public string? Section { get; set; }

    [BindProperty(Name = "id", SupportsGet = true)]
    public string? Id { get; set; }

    /// <summary>A day or a moment, in UTC.</summary>
    [BindProperty(Name = "since", SupportsGet = true)]
    public string? Since { get; set; }

    /// <summary>A day, which is meant with its end, or a moment; in UTC.</summary>
    [BindProperty(Name = "until", SupportsGet = true)]
    public string? Until { get; set; }

    public ImmutableArray<ChangeEntry> Entries { get; private set; } = [];

    public AuthorNames Names { get; private set; } = AuthorNames.None;

    public Pager Pager { get; private set; } = null!;

    public bool Filtered => (Author ?? Section ?? Id ?? Since ?? Until) is not null;

    public async Task OnGetAsync(string? after)
    {
        var before = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : (long?)null;
        if (Id is not null && Section is null)
            ModelState.AddModelError("section", "Which section does the id stand in?");
        var filter = new ChangeFilter(Author, Section, Id, Time("since", Since, TimeSpan.Zero), Time("until", Until, TimeSpan.FromDays(1)));
        if (ModelState.IsValid)
        {
            var found = await database.History.EntriesAsync(filter, before, PerPage + 1, Gone);
            Entries = [.. found.Take(PerPage)];
            Pager = Pager.Forward(Request, found.Length > PerPage ? $"{Entries[^1].Revision}" : null);
            Names = await AuthorNames.ReadAsync(database, Entries.Select(entry => entry.Author).Concat(Author is null ? [] : [Author]), Gone);
        }
        else
        {
            Pager = new Pager(null, null);
        }
    }

    /// <summary>The lines of a difference that a list shows, and whether there are more.</summary>
    public static (IEnumerable<string> Lines, bool More) Shown(ChangeEntry entry)
    {
        var lines = entry.Difference.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (lines.Take(3), lines.Length > 3);
    }

    private DateTimeOffset? Time(string name, string? text, TimeSpan wholeDay)
    {
        if (text is null)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1969 and < 9999)
            return new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) + wholeDay;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time >= DateTimeOffset.UnixEpoch)
            return time.ToUniversalTime();
        ModelState.AddModelError(name, "A day such as 2026-07-01.");
        return null;
    }
}
