using System.Globalization;
using System.Text.RegularExpressions;

namespace Bridge.Configuration.Reading;

/// <summary>Durations as configuration writes them: a whole number and one unit.</summary>
internal static partial class Durations
{
    public const string Form = "a whole number with s, m, h or d, such as 30s, 10m, 1h or 2d";

    private static readonly (char Unit, TimeSpan Length)[] Units =
        [('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1))];

    public static TimeSpan? Parse(string text) => Written().IsMatch(text)
        ? int.Parse(text.AsSpan()[..^1], CultureInfo.InvariantCulture) * Units.Single(unit => unit.Unit == text[^1]).Length
        : null;

    public static string Write(TimeSpan duration)
    {
        var (unit, length) = Units.First(unit => duration.Ticks % unit.Length.Ticks == 0 && (duration >= unit.Length || unit.Unit == 's'));
        return $"{duration.Ticks / length.Ticks}{unit}";
    }

    [GeneratedRegex(@"\A[0-9]{1,6}[smhd]\z", RegexOptions.None, 1000)]
    private static partial Regex Written();
}
