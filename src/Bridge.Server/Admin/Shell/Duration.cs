namespace Bridge.Server.Admin.Shell;

/// <summary>A length of time as people say it: <c>10 minutes</c>, <c>1 day and 12 hours</c>.</summary>
public static class Duration
{
    private static readonly (string Name, TimeSpan Length)[] Units =
        [("day", TimeSpan.FromDays(1)), ("hour", TimeSpan.FromHours(1)), ("minute", TimeSpan.FromMinutes(1)), ("second", TimeSpan.FromSeconds(1))];

    /// <summary>The two largest units of it, exact where it has no more.</summary>
    public static string Words(TimeSpan length)
    {
        var parts = new List<string>();
        foreach (var (name, unit) in Units)
        {
            var count = length.Ticks / unit.Ticks;
            if (count > 0 && parts.Count < 2)
                parts.Add(count == 1 ? $"1 {name}" : $"{count} {name}s");
            length -= count * unit;
        }

        return parts.Count == 0 ? "no time" : string.Join(" and ", parts);
    }
}
