using System.CommandLine;
using System.Text.Json;
using Bridge.Configuration.Applying;
using Bridge.Projects;
using Bridge.Server.Commands.Remote;
using Bridge.Storage.Projects;

namespace Bridge.Server.Commands.Projects;

/// <summary>
/// <c>bridge projects confirm</c>: shows what it will set, asks, and sets exactly that. Where the project changes between the
/// showing and the answer, nothing is set.
/// </summary>
internal static class ConfirmCommand
{
    public static Command Create(CommandContext context)
    {
        var issuer = new Argument<string>("ISSUER") { Description = "The id of the issuer" };
        var project = new Argument<string>("PROJECT_ID") { Description = "GitLab's id of the project" };
        var group = new Option<string>("--namespace-id") { Description = "Confirm only if this is the namespace id that waits" };
        var path = new Option<string>("--path") { Description = "Confirm only if this is the path that waits, letter for letter" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        var why = new Option<string>("--why") { Description = "Why, in one line; the change log keeps it" };
        why.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && (text.Length > Applier.LongestWhy || text.Any(char.IsControl)))
                result.AddError($"--why must be one line of at most {Applier.LongestWhy} characters.");
        });
        var (server, output) = (ServerOption.Create(), OutputFormat.Option());
        var command = new Command("confirm", "Confirm a project that waits: it is pinned to the path and namespace that are shown, owns that path, and is enrolled") { issuer, project, group, path, yes, why, server, output };
        command.SetAction(async (parsed, ct) =>
        {
            var key = new ProjectKey(parsed.GetValue(issuer)!, parsed.GetValue(project)!);
            await using var projects = await ProjectSource.OpenAsync(context, parsed, server, ct);
            if (await projects.FindWaitingAsync(key, ct) is not { } waiting)
                return await FailAsync(context, $"Project {key.ProjectId} of {key.Issuer} does not wait for anything; see `bridge projects list --waiting`.");
            if (waiting.Confirmation is not { } confirmation)
                return await FailAsync(context, "The newest record does not hold its path or namespace id in full: it cannot be confirmed from it.");
            if (Other(confirmation, parsed.GetValue(group), parsed.GetValue(path)) is { } other)
                return await FailAsync(context, other);
            var json = parsed.IsJson(output);
            foreach (var line in WaitingText.Effects(waiting, confirmation))
                await (json ? context.Error : context.Output).WriteLineAsync(line);
            return !parsed.GetValue(yes) && !await AgreedAsync(context)
                ? await FailAsync(context, "Nothing was confirmed.")
                : await ConfirmAsync(context, projects, waiting, confirmation, new ConfirmOptions(parsed.GetValue(why), json), ct);
        });
        return command;
    }

    private static async Task<int> ConfirmAsync(CommandContext context, ProjectSource projects, WaitingProject waiting, Confirmation confirmation, ConfirmOptions options, CancellationToken ct)
    {
        if (!await projects.ConfirmAsync(confirmation, options.Why, ct))
            return await FailAsync(context, "The project or its path changed meanwhile: nothing was confirmed. See what waits now.");
        await context.Output.WriteLineAsync(options.Json ? JsonSerializer.Serialize(WaitingJson.Of(waiting), Listing.Json) : "Confirmed.");
        return 0;
    }

    private static string? Other(Confirmation confirmation, string? group, string? path) =>
        (group is null || group == confirmation.Pin.NamespaceId) && (path is null || path == confirmation.Pin.Path)
            ? null
            : $"What waits is the path {OutputFormat.OneLine(confirmation.Pin.Path)} in namespace {OutputFormat.OneLine(confirmation.Pin.NamespaceId)}, and not what was given: nothing was confirmed.";

    private static async Task<bool> AgreedAsync(CommandContext context)
    {
        if (!context.Interactive)
        {
            await context.Error.WriteLineAsync("There is no terminal to ask on: look at it first, and say --yes with --namespace-id and --path.");
            return false;
        }

        await context.Error.WriteAsync("Confirm? [y/N] ");
        return (await context.Input.ReadLineAsync())?.Trim() is "y" or "Y" or "yes";
    }

    private static async Task<int> FailAsync(CommandContext context, string message)
    {
        await context.Error.WriteLineAsync(message);
        return CommandLine.Failed;
    }

    private sealed record ConfirmOptions(string? Why, bool Json);
}
