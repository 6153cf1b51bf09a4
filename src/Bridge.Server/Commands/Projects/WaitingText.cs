using System.Text;
using Bridge.Projects;
using Bridge.Refusals;
using Bridge.Server.Admin.Confirmations;
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
        var means = WaitingWords.Means(project, confirmation).ToList();
        foreach (var (phrase, i) in means.Select((phrase, i) => (phrase, i)))
            yield return $"- {phrase}{(i < means.Count - 1 ? ";" : ".")}";
    }

    private static string Of(WaitingReason reason)
    {
        var times = reason.Count switch
        {
            1 => $"once, {reason.Last:u}",
            >= WaitingReason.MostCounted => $"{WaitingReason.MostCounted} times or more, {reason.First:u} to {reason.Last:u}",
            _ => $"{reason.Count} times, {reason.First:u} to {reason.Last:u}",
        };
        return $"{RefusalTable.Of(reason.Reason).Code}: {WaitingWords.Happened(reason)} ({times}{(reason.RelyingParty is { } party && reason.Reason != Reason.ProjectUnconfirmed ? $", asked for {party}" : "")})";
    }

    private static string Was(string now, string? before) => before is null || before == now ? "" : $"  (was {OutputFormat.OneLine(before)})";
}
