using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Bridge.Storage.Model;

/// <summary>A list of texts in one column: a JSON array, and nothing for an empty list.</summary>
internal static class TextList
{
    public static string Write(ImmutableArray<string> texts) => texts.IsDefaultOrEmpty ? "" : JsonSerializer.Serialize(texts.AsEnumerable());

    public static ImmutableArray<string> Read(string text) => text.Length == 0 ? [] : [.. JsonSerializer.Deserialize<string[]>(text)!];

    public static bool Same(ImmutableArray<string> one, ImmutableArray<string> other) => one.AsSpan().SequenceEqual(other.AsSpan());
}

internal sealed class TextListConverter() : ValueConverter<ImmutableArray<string>, string>(list => TextList.Write(list), text => TextList.Read(text));

internal sealed class TextListComparer() : ValueComparer<ImmutableArray<string>>(
    (one, other) => TextList.Same(one, other), list => TextList.Write(list).GetHashCode(StringComparison.Ordinal));
