using System.Text;
using Bridge.Projects;
using Bridge.Refusals;
using Bridge.Storage.Projects;

namespace Bridge.Server.Commands.Projects;

/// <summary>A project that waits, in words.</summary>
internal static class WaitingText
{
    /// <summary>What happened, and the command that confirms exactly that.</summary>
    public static string Of(WaitingProject project)
    {
        var text = new StringBuilder($"{project.Key.Issuer}/{project.Key.ProjectId}");
        if (project.Confirmation is { Pin: var pin })
            text.Append($"  {OutputFormat.OneLine(pin.Path)}  namespace {OutputFormat.OneLine(pin.NamespaceId)}");
        foreach (var reason in project.Reasons)
            text.AppendLine().Append($"  {Of(reason)}");
        text.AppendLine().Append(project.Confirmation is { } confirmation
            ? $"  bridge projects confirm {project.Key.Issuer} {project.Key.ProjectId} --namespace-id {OutputFormat.OneLine(confirmation.Pin.NamespaceId)} --path {OutputFormat.OneLine(confirmation.Pin.Path)}"
            : "  The newest record does not hold its path or namespace id in full: it cannot be confirmed from it.");
        return text.ToString();
    }

    /// <summary>What confirming sets, line by line, and what it means.</summary>
    public static IEnumerable<string> Effects(WaitingProject project, Confirmation confirmation)
    {
        var (pin, seen) = (confirmation.Pin, confirmation.SeenPin);
        yield return $"Project {project.Key.ProjectId} of {project.Key.Issuer}:";
        yield return $"  path          {OutputFormat.OneLine(pin.Path)}{Was(pin.Path, seen?.Path)}";
        yield return $"  namespace id  {OutputFormat.OneLine(pin.NamespaceId)}{Was(pin.NamespaceId, seen?.NamespaceId)}";
        yield return $"  as a token of {pin.PathIssuedAt:u} showed it";
        foreach (var reason in project.Reasons)
            yield return $"  {Of(reason)}";
        yield return "Confirming it means:";
        if (confirmation.SeenOwner is { } owner && owner != project.Key.ProjectId)
            yield return $"- the path is taken from project {OutputFormat.OneLine(owner)}, whose jobs are refused under it from then on, and what names this path in rules and templates is this project's;";
        if (seen is not null && seen.NamespaceId != pin.NamespaceId)
            yield return "- it is served in its new namespace, whose maintainers decide from now on what its jobs run;";
        if (seen is not null && seen.Path != pin.Path)
            yield return "- the rules and templates of its new path decide, and no longer those of the old one;";
        yield return project.Enrolled ? "- it stays enrolled." : "- it is enrolled: relying parties that demand enrolled projects serve it, as their rules say.";
    }

    private static string Of(WaitingReason reason)
    {
        var times = reason.Count switch
        {
            1 => $"once, {reason.Last:u}",
            >= WaitingReason.MostCounted => $"{WaitingReason.MostCounted} times or more, {reason.First:u} to {reason.Last:u}",
            _ => $"{reason.Count} times, {reason.First:u} to {reason.Last:u}",
        };
        var what = (reason.Reason, OutputFormat.OneLine(reason.Expected ?? "nothing"), OutputFormat.OneLine(reason.Actual ?? "nothing")) switch
        {
            (Reason.ProjectRecycled, var owner, var path) => $"the path {path} belonged to project {owner}",
            (Reason.ProjectTransferred, var before, var after) => $"it came from namespace {before} to namespace {after}",
            (Reason.GroupMoved, var before, var after) => $"it moved from {before} to {after}, where another rule or template decides",
            _ => $"{reason.RelyingParty} serves only enrolled projects",
        };
        return $"{RefusalTable.Of(reason.Reason).Code}: {what} ({times}{(reason.RelyingParty is { } party && reason.Reason != Reason.ProjectUnconfirmed ? $", asked for {party}" : "")})";
    }

    private static string Was(string now, string? before) => before is null || before == now ? "" : $"  (was {OutputFormat.OneLine(before)})";
}
