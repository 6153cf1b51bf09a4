using System.CommandLine;
using Bridge.Configuration;
using Bridge.Server.Admin.Projects;
using Bridge.Server.Commands.Remote;

namespace Bridge.Server.Commands.Projects;

/// <summary>
/// <c>bridge projects unseen</c>: the rules that name a project, the projects' own templates and the enrolled projects, where
/// the project did not come for a while. What it leaves behind may be deleted; a path of it may be another's by then.
/// </summary>
internal static class UnseenCommand
{
    public static Command Create(CommandContext context)
    {
        var days = new Option<int>("--days") { Description = "For how many days", Required = true };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--days must be 1 or more.");
        });
        var (server, output) = (ServerOption.Create(), OutputFormat.Option());
        var command = new Command("unseen", "List rules, templates and enrolments whose project was not seen for some days") { days, server, output };
        command.SetAction(async (parsed, ct) =>
        {
            await using var projects = await ProjectSource.OpenAsync(context, parsed, server, ct);
            var listing = Listing.Of(context, parsed, output);
            await foreach (var (use, last) in projects.UnseenAsync(parsed.GetValue(days), ct))
                await listing.AddAsync(() => Text(use, last), () => UnseenView.Of((use, last)));
            await listing.EndAsync("Every project that is named was seen.");
            return 0;
        });
        return command;
    }

    private static string Text(ProjectUse use, DateTimeOffset? last)
    {
        var project = use.ProjectId is { } id ? $"project {id}" : $"path {OutputFormat.OneLine(use.Path!)}";
        return $"{use.Place}  {project} of {string.Join(", ", use.Issuers)}  {(last is { } seen ? $"last seen {seen:u}" : "never seen")}";
    }
}
