using System.CommandLine;
using Bridge.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Bridge.Storage;

namespace Bridge.Server.Commands;

/// <summary>
/// <c>bridge setup-link</c>: prints the one-time link that makes the first administrator of the pages, or with <c>--for</c> the one by
/// which a local administrator who lost every proof chooses new ones.
/// </summary>
internal static class SetupLinkCommand
{
    private const int MostSearched = 1000;
    private const int MostNamed = 10;

    public static Command Create(CommandContext context)
    {
        var login = new Option<string>("--for") { Description = "Instead the link by which this local administrator replaces password, authenticator app, recovery codes and passkeys; needs the key-encryption key", HelpName = "LOGIN" };
        var command = new Command("setup-link", "Print the one-time link that makes the first administrator, or lets one in again who is locked out") { login };
        command.SetAction((parsed, ct) => RunAsync(context, parsed.GetValue(login), ct));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string? login, CancellationToken ct)
    {
        if (!context.Settings.Pages.LocalSignIn)
            throw new CannotRunException("Local sign-in is off (Pages:LocalSignIn).");
        await using var database = await context.OpenCurrentDatabaseAsync(ct);
        var secret = Secret.Make();
        var invitation = new Invitation(Secret.Hash(secret), Role.Admin, First: login is null, context.Author, context.Time.GetUtcNow() + Invitation.Life);
        if (login is not null)
        {
            // Who opens the signing keys could sign whatever an administrator could allow: the link gives them nothing new.
            await context.CheckEncryptionKeyAsync(database, ct);
            invitation = invitation with { Recovers = await AdministratorAsync(database, login, ct) };
        }

        if (!await database.Invitations.AddAsync(invitation, ct))
        {
            throw new CannotRunException(login is null
                ? "There is an administrator already, who can invite others under People and sessions. `bridge setup-link --for LOGIN` lets one in again who is locked out."
                : $"{invitation.Recovers!.Login} is no administrator any more.");
        }

        await context.Output.WriteLineAsync($"{new PagesAddress(context.Settings.Pages.Url, context.Settings.Admin).Printed}/setup/{secret}");
        await context.Error.WriteLineAsync(login is null
            ? "It works once, within an hour; a new link makes it void."
            : $"It works once, within an hour; a new link for {invitation.Recovers!.Login} makes it void. Until it is used nothing changes.");
        return 0;
    }

    private static async Task<Person> AdministratorAsync(BridgeDatabase database, string login, CancellationToken ct)
    {
        if (await database.LocalAccounts.FindAsync(login, ct) is { Person: var local })
        {
            return local.Role == Role.Admin ? local
                : throw new CannotRunException($"{local.Login} is no administrator, and an administrator can help: remove them under People and sessions, and invite them anew.");
        }

        var known = await database.People.ListAsync(withRole: true, null, MostSearched, ct);
        if (known.FirstOrDefault(person => !person.Id.IsLocal && string.Equals(person.Login, login, StringComparison.OrdinalIgnoreCase)) is { } elsewhere)
            throw new CannotRunException($"{Printable.Of(elsewhere.Login)} signs in by the issuer {elsewhere.Id.Issuer} alone: Bridge holds nothing of theirs that could be replaced.");
        var administrators = known.Where(person => person is { Id.IsLocal: true, Role: Role.Admin }).Select(person => person.Login).Take(MostNamed).ToList();
        throw new CannotRunException($"There is no local administrator with the login {Printable.Of(login)}.{(administrators.Count == 0 ? "" : $" These are: {string.Join(", ", administrators)}.")}");
    }
}
