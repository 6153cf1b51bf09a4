using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Bridge.Configuration;

namespace Bridge.Server.Settings;

/// <summary>
/// Reads single settings and collects every mistake, so that all of them can be said at once. A setting that is there and was
/// never asked for is a mistake too: it would be a word misspelt.
/// </summary>
internal sealed partial class SettingsReader(IConfigurationSection section)
{
    private static readonly (char Unit, TimeSpan Length)[] Units =
        [('s', TimeSpan.FromSeconds(1)), ('m', TimeSpan.FromMinutes(1)), ('h', TimeSpan.FromHours(1)), ('d', TimeSpan.FromDays(1))];

    private readonly HashSet<string> asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Mistake> mistakes = [];

    public IReadOnlyList<Mistake> Mistakes => mistakes;

    public void Mistake(string key, string message) => mistakes.Add(new Mistake($"{section.Path}:{key}", message));

    /// <summary>The text of a setting; null where it is absent or empty.</summary>
    public string? Text(string key)
    {
        asked.Add(key);
        return section[key] is { Length: > 0 } text ? text : null;
    }

    public ImmutableArray<string> Texts(string key)
    {
        var items = section.GetSection(key).GetChildren().ToList();
        foreach (var item in items)
            asked.Add($"{key}:{item.Key}");
        if (Text(key) is not null)
            Mistake(key, $"must be a list; in the environment {section.Path}__{key}__0 and so on");
        return [.. items.Select(item => item.Value).OfType<string>().Where(text => text.Length > 0)];
    }

    /// <summary>The settings below a key, whatever they are called.</summary>
    public IEnumerable<(string Key, string Value)> Pairs(string key)
    {
        foreach (var item in section.GetSection(key).GetChildren())
        {
            if (Text($"{key}:{item.Key}") is { } value)
                yield return (item.Key, value);
        }
    }

    public bool Flag(string key, bool usual)
    {
        if (Text(key) is not { } text)
            return usual;
        if (bool.TryParse(text, out var flag))
            return flag;
        Mistake(key, "must be true or false");
        return usual;
    }

    public TimeSpan Duration(string key, TimeSpan usual, TimeSpan least, TimeSpan most)
    {
        if (Text(key) is not { } text)
            return usual;
        if (!Span().IsMatch(text))
            Mistake(key, "must be a whole number with s, m, h or d, such as 30s, 10m, 1h or 2d");
        else if (int.Parse(text.AsSpan()[..^1], CultureInfo.InvariantCulture) * Units.Single(unit => unit.Unit == text[^1]).Length is var duration && (duration < least || duration > most))
            Mistake(key, $"must be from {Words(least)} to {Words(most)}");
        else
            return duration;
        return usual;
    }

    public int Whole(string key, int usual, int most)
    {
        if (Text(key) is not { } text)
            return usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most)
            return number;
        Mistake(key, $"must be a whole number from 0 to {most}");
        return usual;
    }

    public long Size(string key, long usual)
    {
        if (Text(key) is not { } text)
            return usual;
        if (Octets().IsMatch(text))
            return long.Parse(text.AsSpan()[..^3], CultureInfo.InvariantCulture) << (text[^3] switch { 'K' => 10, 'M' => 20, _ => 30 });
        Mistake(key, "must be a whole number with KiB, MiB or GiB, such as 256MiB");
        return usual;
    }

    /// <summary>Notes the settings that nobody asked for.</summary>
    public void Done()
    {
        foreach (var (key, value) in section.AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is not null && !asked.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            // An empty list or object stands in JSON as an empty value.
            if (value!.Length > 0 || !asked.Any(known => known.StartsWith(key + ':', StringComparison.OrdinalIgnoreCase)))
                Mistake(key, "is no setting of Bridge");
        }
    }

    public static string Words(TimeSpan span)
    {
        var (unit, length) = Units.Last(unit => unit.Unit == 's' || (span >= unit.Length && span.Ticks % unit.Length.Ticks == 0));
        return $"{span.Ticks / length.Ticks}{unit}";
    }

    [GeneratedRegex(@"\A[0-9]{1,6}[smhd]\z", RegexOptions.None, 1000)]
    private static partial Regex Span();

    [GeneratedRegex(@"\A[0-9]{1,6}[KMG]iB\z", RegexOptions.None, 1000)]
    private static partial Regex Octets();
}
