using System.CommandLine;
using Bridge.Configuration;
using Bridge.Keys;
using Bridge.Server.Hosting;
using Bridge.Storage;

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
        var output = OutputFormat.Option();
        var command = new Command("unseen", "List rules, templates and enrolments whose project was not seen for some days") { days, output };
        command.SetAction(async (parsed, ct) =>
        {
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            var since = context.Time.GetUtcNow() - TimeSpan.FromDays(parsed.GetValue(days));
            var listing = Listing.Of(context, parsed, output);
            foreach (var (use, last) in await database.Projects.SeenAsync(await UsesAsync(context, database, ct), ct))
            {
                if (last is null || last < since)
                    await listing.AddAsync(() => Text(use, last), () => new { use.Place, use.Issuers, use.ProjectId, use.Path, LastSeen = last });
            }

            await listing.EndAsync("Every project that is named was seen.");
            return 0;
        });
        return command;
    }

    private static async Task<List<ProjectUse>> UsesAsync(CommandContext context, BridgeDatabase database, CancellationToken ct)
    {
        var compilation = context.Compiler.Load(await database.Configuration.ReadAsync(ct), new KeyRing([]));
        var configuration = compilation.Configuration ?? throw new CannotRunException(compilation.Mistakes);
        return
        [
            .. ProjectUse.InRules(configuration),
            .. (await database.Configuration.ProjectTemplatesAsync(ct)).Select(ProjectUse.Of),
            .. (await database.Configuration.EnrolledProjectsAsync(ct)).Select(ProjectUse.Of),
        ];
    }

    private static string Text(ProjectUse use, DateTimeOffset? last)
    {
        var project = use.ProjectId is { } id ? $"project {id}" : $"path {OutputFormat.OneLine(use.Path!)}";
        return $"{use.Place}  {project} of {string.Join(", ", use.Issuers)}  {(last is { } seen ? $"last seen {seen:u}" : "never seen")}";
    }
}
