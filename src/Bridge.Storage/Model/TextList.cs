using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Bridge.Storage.Model;

/// <summary>A list of texts in one column: a JSON array, and nothing for an empty list.</summary>
internal static class TextList
{
    public static string Write(ImmutableArray<string> texts) => texts.IsDefaultOrEmpty ? "" : JsonSerializer.Serialize(texts.AsEnumerable());

    /// <summary>The list that <see cref="Write"/> wrote; null for any other text, which somebody with the database may have put there.</summary>
    public static ImmutableArray<string>? Read(string text)
    {
        if (text.Length == 0)
            return ImmutableArray<string>.Empty;
        try
        {
            return JsonSerializer.Deserialize<string[]>(text) is { } texts && Array.TrueForAll(texts, one => one is not null) ? [.. texts] : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The list as people read it: what is none stands there as it is.</summary>
    public static ImmutableArray<string> Shown(string text) => Read(text) ?? [text];

    public static bool Same(ImmutableArray<string> one, ImmutableArray<string> other) => one.AsSpan().SequenceEqual(other.AsSpan());
}

internal sealed class TextListConverter() : ValueConverter<ImmutableArray<string>, string>(list => TextList.Write(list), text => TextList.Shown(text));

internal sealed class TextListComparer() : ValueComparer<ImmutableArray<string>>(
    (one, other) => TextList.Same(one, other), list => TextList.Write(list).GetHashCode(StringComparison.Ordinal));
