using System.CommandLine;
using Bridge.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary><c>bridge setup-link</c>: prints the one-time link that makes the first administrator of the pages.</summary>
internal static class SetupLinkCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("setup-link", "Print the one-time link that makes the first administrator");
        command.SetAction((_, ct) => RunAsync(context, ct));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        if (!context.Settings.Pages.LocalSignIn)
            throw new CannotRunException("Local sign-in is off (Pages:LocalSignIn).");
        await using var database = await context.OpenCurrentDatabaseAsync(ct);
        var secret = Secret.Make();
        var invitation = new Invitation(Secret.Hash(secret), Role.Admin, First: true, context.Author, context.Time.GetUtcNow() + Invitation.Life);
        if (!await database.Invitations.AddAsync(invitation, ct))
            throw new CannotRunException("There is an administrator already, who can invite others under People and sessions.");
        await context.Output.WriteLineAsync($"{new PagesAddress(context.Settings.Pages.Url, context.Settings.Admin).Printed}/setup/{secret}");
        await context.Error.WriteLineAsync("It works once, within an hour; a new link makes it void.");
        return 0;
    }
}
