using System.CommandLine;
using Bridge.Server.Commands.Remote;
using Bridge.Storage.Projects;

namespace Bridge.Server.Commands.Projects;

/// <summary><c>bridge projects list</c>: the projects that are known, or those that wait for an administrator.</summary>
internal static class ListCommand
{
    public static Command Create(CommandContext context)
    {
        var waiting = new Option<bool>("--waiting") { Description = "Only projects that are refused until an administrator confirms them, with what happened" };
        var issuer = new Option<string>("--issuer") { Description = "Only those of this issuer, by its id" };
        var search = new Option<string>("--search") { Description = "Only the project of this id, and those whose present path has this in it" };
        var (server, output) = (ServerOption.Create(), OutputFormat.Option());
        var command = new Command("list", "List the projects that were granted a token, are enrolled, or have a template of their own") { waiting, issuer, search, server, output };
        command.Validators.Add(result =>
        {
            if (result.GetValue(waiting) && result.GetValue(search) is not null)
                result.AddError("--search goes through the known projects; it cannot stand beside --waiting.");
        });
        command.SetAction(async (parsed, ct) =>
        {
            await using var projects = await ProjectSource.OpenAsync(context, parsed, server, ct);
            var listing = Listing.Of(context, parsed, output);
            if (parsed.GetValue(waiting))
            {
                await foreach (var project in projects.WaitingAsync(parsed.GetValue(issuer), ct))
                    await listing.AddAsync(() => WaitingText.Of(project), () => WaitingJson.Of(project));
                await listing.EndAsync("No project waits.");
                return 0;
            }

            await foreach (var project in projects.KnownAsync(parsed.GetValue(issuer), parsed.GetValue(search), ct))
                await listing.AddAsync(() => Text(project), () => Json(project));
            await listing.EndAsync("No such project is known.");
            return 0;
        });
        return command;
    }

    private static string Text(KnownProject project)
    {
        List<string> parts = [$"{project.Key.Issuer}/{project.Key.ProjectId}"];
        parts.Add(project.Pin is { } pin ? $"{OutputFormat.OneLine(pin.Path)}  namespace {OutputFormat.OneLine(pin.NamespaceId)}" : "never granted a token");
        if (project.Enrolled)
            parts.Add("enrolled");
        if (project.Templates > 0)
            parts.Add(project.Templates == 1 ? "1 template" : $"{project.Templates} templates");
        parts.Add(project.LastSeen is { } seen ? $"last seen {seen:u}{(project.LastReason is { } reason ? $", {reason}" : "")}" : "no record");
        return string.Join("  ", parts);
    }

    private static object Json(KnownProject project) => new
    {
        project.Key.Issuer,
        project.Key.ProjectId,
        Path = project.Pin?.Path,
        NamespaceId = project.Pin?.NamespaceId,
        project.Enrolled,
        project.Templates,
        project.LastSeen,
        project.LastReason,
    };
}
