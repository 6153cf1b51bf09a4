using Bridge.Projects;
using Bridge.Refusals;
using Bridge.Server.Commands;
using Bridge.Storage.Projects;

namespace Bridge.Server.Admin.Confirmations;

/// <summary>What made a project wait, and what confirming it means, in words: the same on a page and at the command line.</summary>
internal static class WaitingWords
{
    /// <summary>What happened, as a phrase.</summary>
    public static string Happened(WaitingReason reason) => (reason.Reason, OutputFormat.OneLine(reason.Expected ?? "nothing"), OutputFormat.OneLine(reason.Actual ?? "nothing")) switch
    {
        (Reason.ProjectRecycled, var owner, var path) => $"the path {path} belonged to project {owner}",
        (Reason.ProjectTransferred, var before, var after) => $"it came from namespace {before} to namespace {after}",
        (Reason.GroupMoved, var before, var after) => $"it moved from {before} to {after}, where another rule or template decides",
        _ => $"the relying party {reason.RelyingParty} serves only enrolled projects",
    };

    /// <summary>What confirming means, each as a phrase.</summary>
    public static IEnumerable<string> Means(WaitingProject project, Confirmation confirmation)
    {
        var (pin, seen) = (confirmation.Pin, confirmation.SeenPin);
        if (confirmation.SeenOwner is { } owner && owner != project.Key.ProjectId)
            yield return $"the path is taken from project {OutputFormat.OneLine(owner)}, whose jobs are refused under it from then on, and what names this path in rules and templates is this project's";
        if (seen is not null && seen.NamespaceId != pin.NamespaceId)
            yield return "it is served in its new namespace, whose maintainers decide from now on what its jobs run";
        if (seen is not null && seen.Path != pin.Path)
            yield return "the rules and templates of its new path decide, and no longer those of the old one";
        yield return project.Enrolled ? "it stays enrolled" : "it is enrolled: relying parties that demand enrolled projects serve it, as their rules say";
    }

    /// <summary>A reason in a word or two.</summary>
    public static string Title(Reason reason) => reason switch
    {
        Reason.ProjectRecycled => "Recycled path",
        Reason.ProjectTransferred => "Transferred",
        Reason.GroupMoved => "Moved",
        _ => "New",
    };

    /// <summary>A phrase as a sentence.</summary>
    public static string Sentence(string phrase) => $"{char.ToUpperInvariant(phrase[0])}{phrase[1..]}.";
}
