using System.CommandLine;
using Bridge.GitLab;
using Bridge.Server.Commands.Remote;
using Bridge.Storage.Projects;

namespace Bridge.Server.Commands.Projects;

/// <summary><c>bridge projects burned</c>: the paths that belong to projects, also where the project moved on.</summary>
internal static class BurnedCommand
{
    public static Command Create(CommandContext context)
    {
        var issuer = new Option<string>("--issuer") { Description = "Only those of this issuer, by its id" };
        var prefix = new Option<string>("--path") { Description = "Only paths that begin with this, in any case" };
        var project = new Option<string>("--project-id") { Description = "Only paths of this project" };
        var (server, output) = (ServerOption.Create(), OutputFormat.Option());
        var command = new Command("burned", "List the paths that belong to a project: no other is granted a token under one before it is confirmed") { issuer, prefix, project, server, output };
        command.SetAction(async (parsed, ct) =>
        {
            await using var projects = await ProjectSource.OpenAsync(context, parsed, server, ct);
            var listing = Listing.Of(context, parsed, output);
            await foreach (var path in projects.BurnedAsync(parsed.GetValue(issuer), parsed.GetValue(prefix), parsed.GetValue(project), ct))
                await listing.AddAsync(() => Text(path), () => path);
            await listing.EndAsync("No such path belongs to a project.");
            return 0;
        });
        return command;
    }

    private static string Text(BurnedPath path)
    {
        var now = path.CurrentPath is { } current && ProjectPaths.Fold(current) != path.Path ? $"  now {OutputFormat.OneLine(current)}" : "";
        return $"{path.Issuer}  {OutputFormat.OneLine(path.Path)}  project {path.ProjectId}{now}";
    }
}
