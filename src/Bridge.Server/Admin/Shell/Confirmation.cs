using System.Collections.Immutable;

namespace Bridge.Server.Admin.Shell;

/// <summary>
/// The question before something is destroyed: the model of <c>_Confirm</c>, on a page of its own, so that it needs no script. A link
/// leads to the page, its GET asks, its POST does it.
/// </summary>
/// <param name="Question">What is asked, with the name of the thing: <c>Delete the relying party deploy?</c></param>
/// <param name="Action">What the button says: <c>Delete deploy</c>.</param>
/// <param name="Back">Where "no" leads.</param>
public sealed record Confirmation(string Question, string Action, string Back)
{
    /// <summary>What will no longer work, one sentence each.</summary>
    public ImmutableArray<string> Breaks { get; init; } = [];

    /// <summary>Whether it can be undone, and how.</summary>
    public string? Undo { get; init; }

    /// <summary>Text that must be typed as <c>typed</c>, for what hurts most. The page compares it.</summary>
    public string? Type { get; init; }

    /// <summary>Whether the author's own words for the change log are asked for, as <c>Why</c>.</summary>
    public bool AsksWhy { get; init; }

    /// <summary>What goes along with the answer, such as the version that was seen.</summary>
    public ImmutableArray<(string Name, string Value)> Carried { get; init; } = [];

    /// <summary>Whether what was typed is what must be.</summary>
    public bool Accepts(string? typed) => Type is null || string.Equals(Type, typed?.Trim(), StringComparison.Ordinal);
}
