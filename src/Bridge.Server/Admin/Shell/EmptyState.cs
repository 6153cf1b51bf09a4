namespace Bridge.Server.Admin.Shell;

/// <summary>What a list says that has nothing to list: the model of <c>_Empty</c>.</summary>
/// <param name="Icon">The name of a Tabler icon.</param>
/// <param name="Title">That there is nothing, in the words of the list.</param>
/// <param name="Text">Why, and what would be here.</param>
public sealed record EmptyState(string Icon, string Title, string Text)
{
    /// <summary>Where to begin, if anywhere.</summary>
    public (string Href, string Title)? Action { get; init; }
}
