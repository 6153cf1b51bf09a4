using System.CommandLine;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary><c>bridge tokens</c>: makes, lists and revokes API tokens. Who can run it on this machine has every right.</summary>
internal static class TokensCommand
{
    public static Command Create(CommandContext context) => new("tokens", "Create, list and revoke API tokens") { Make(context), List(context), Revoke(context) };

    private static Command Make(CommandContext context)
    {
        var name = new Argument<string>("NAME") { Description = "What people know it by" };
        var right = new Option<string>("--right") { Description = "read, write (sub components, rules, mappings) or admin (everything)", Required = true };
        right.AcceptOnlyFromAmong([.. Enum.GetValues<Right>().Select(RightWords.Word)]);
        var expires = new Option<string>("--expires-in") { Description = $"How long it lives, such as 90d; at most {ApiToken.LongestLife.TotalDays}d", Required = true };
        var issuer = new Option<string?>("--issuer") { Description = "The issuer of the project or group that it is bound to" };
        var project = new Option<string?>("--project") { Description = "Bind it to the project of this numeric id" };
        var group = new Option<string?>("--group") { Description = "Bind it to this group, with all below it" };
        var command = new Command("create", "Make an API token; it is shown once") { name, right, expires, issuer, project, group };
        command.SetAction((parsed, ct) =>
        {
            (string, string?)[] members =
            [
                ("name", parsed.GetValue(name)), ("right", parsed.GetValue(right)), ("expires_in", parsed.GetValue(expires)),
                ("issuer", parsed.GetValue(issuer)), ("project_id", parsed.GetValue(project)), ("group", parsed.GetValue(group)),
            ];
            return MakeAsync(context, new Node.Map([.. members.Where(member => member.Item2 is not null).Select(member => new Node.Member(member.Item1, new Node.Scalar(member.Item2!, ScalarType.Text, 0), 0))], 0), ct);
        });
        return command;
    }

    private static async Task<int> MakeAsync(CommandContext context, Node.Map asked, CancellationToken ct)
    {
        await using var database = await context.OpenCurrentDatabaseAsync(ct);
        var issuers = (await database.Configuration.ReadAsync(ct)).Definitions.Where(definition => definition.Section == Section.Issuers).Select(definition => definition.Id);
        var draft = TokenDraft.Read(asked, issuers, out var mistakes) ?? throw new CannotRunException(mistakes);
        var (token, text) = (await TokenIssuance.IssueAsync(database, draft, new Caller(context.Author, Right.Admin, Reach.Everything), context.Time, ct))!.Value;
        // The token alone on standard output, so that a script can keep it and nothing else.
        await context.Error.WriteLineAsync($"Made the token {token.Id}, {token.Right.Word()} over {token.Reach}, until {token.ExpiresAt:u}. It is shown this once:");
        await context.Output.WriteLineAsync(text);
        return 0;
    }

    private static Command List(CommandContext context)
    {
        var command = new Command("list", "Show every API token and what it may do; never the token itself");
        command.SetAction(async (_, ct) =>
        {
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            var now = context.Time.GetUtcNow();
            foreach (var token in await database.ApiTokens.ListAsync(ct))
                await context.Output.WriteLineAsync($"{token.Id}  {token.Right.Word(),-5}  {token.Reach}  {State(token, now)}  {token.Name}  (by {token.Author}, last used {(token.LastUsedAt is { } used ? $"{used:u}" : "never")})");
            return 0;
        });
        return command;
    }

    private static Command Revoke(CommandContext context)
    {
        var id = new Argument<string>("ID") { Description = "The id, as `bridge tokens list` shows it" };
        var command = new Command("revoke", "End an API token at once") { id };
        command.SetAction(async (parsed, ct) =>
        {
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            if (!Guid.TryParse(parsed.GetValue(id), out var token) || await database.ApiTokens.RevokeAsync(token, context.Author, ct) is null)
                // Not repeated: somebody may have put the token itself there.
                throw new CannotRunException("There is no such token that could be revoked; `bridge tokens list` shows their ids.");
            await context.Output.WriteLineAsync($"Revoked {token}.");
            return 0;
        });
        return command;
    }

    private static string State(ApiToken token, DateTimeOffset now) =>
        token.RevokedAt is { } revoked ? $"revoked {revoked:u}" : now >= token.ExpiresAt ? $"expired {token.ExpiresAt:u}" : $"until {token.ExpiresAt:u}";
}
