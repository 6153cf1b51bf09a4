using System.Collections.Immutable;

namespace Bridge.Storage;

/// <summary>A part of a list.</summary>
/// <param name="Items">What is in it; a page may hold less than was asked for, and even nothing, while more follows.</param>
/// <param name="Next">What the next page begins after; null at the end.</param>
public sealed record Page<TItem, TKey>(ImmutableArray<TItem> Items, TKey? Next)
    where TKey : class;
