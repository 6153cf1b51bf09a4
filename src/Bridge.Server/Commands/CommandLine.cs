using System.CommandLine;
using System.CommandLine.Help;
using Bridge.Configuration;
using Bridge.Keys;
using Bridge.Server.Commands.Projects;
using Bridge.Server.Commands.Remote;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary>
/// The command line. Without a command it serves. It ends with 0, with 1 where a command failed, with 2 where a dry run found a
/// difference or the linter nothing worse than warnings, with 3 where it cannot run as things are set.
/// </summary>
public static class CommandLine
{
    public const int Failed = 1;
    public const int CannotRun = 3;

    /// <summary>Runs a command of the process.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            using var context = CommandContext.OfProcess();
            return await RunAsync(args, context);
        }
        catch (CannotRunException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return CannotRun;
        }
    }

    public static async Task<int> RunAsync(string[] args, CommandContext context)
    {
        try
        {
            // The host ends a server by itself, after the last exchange; the parser would kill it two seconds after SIGTERM.
            var invocation = new InvocationConfiguration { Output = context.Output, Error = context.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await Root(context).Parse(args).InvokeAsync(invocation);
        }
        catch (CannotRunException e)
        {
            foreach (var reason in e.Reasons)
                await context.Error.WriteLineAsync(reason);
            return CannotRun;
        }
        catch (FailedException e)
        {
            await context.Error.WriteLineAsync(e.Message);
            return Failed;
        }
        catch (KeyEncryptionException e)
        {
            await context.Error.WriteLineAsync(e.Message);
            return CannotRun;
        }
        catch (StoreUnavailableException e)
        {
            await context.Error.WriteLineAsync($"The database cannot be used: {e.Message}");
            return Failed;
        }
    }

    // A root command of the library would be called by the assembly.
    private static Command Root(CommandContext context)
    {
        var root = new Command("bridge", "Bridge exchanges the token of a GitLab CI job for one of its own.") { new HelpOption(), new VersionOption() };
        root.SetAction((_, ct) => ServeCommand.RunAsync(context, ct));
        root.Add(ServeCommand.Create(context));
        root.Add(InitCommand.Create(context));
        root.Add(MigrateCommand.Create(context));
        root.Add(ApplyCommand.Create(context));
        root.Add(ExplainCommand.Create(context));
        root.Add(ImpactCommand.Create(context));
        root.Add(KeysCommand.Create(context));
        root.Add(SetupLinkCommand.Create(context));
        root.Add(DiscoveryCommand.Create(context));
        root.Add(TokensCommand.Create(context));
        root.Add(HistoryCommand.Create(context));
        root.Add(RollbackCommand.Create(context));
        root.Add(LogCommand.Create(context));
        root.Add(AuditCommand.Create(context));
        root.Add(ExportCommand.Create(context));
        root.Add(LintCommand.Create(context));
        root.Add(ProjectsCommand.Create(context));
        return root;
    }
}
