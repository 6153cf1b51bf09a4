using System.CommandLine;

namespace Bridge.Server.Commands.Projects;

/// <summary><c>bridge projects</c>: who is known, who waits, whose paths are whose, and who was not seen for long.</summary>
internal static class ProjectsCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("projects", "List and confirm projects, and find what they left behind");
        command.Add(ListCommand.Create(context));
        command.Add(ConfirmCommand.Create(context));
        command.Add(BurnedCommand.Create(context));
        command.Add(UnseenCommand.Create(context));
        return command;
    }
}
