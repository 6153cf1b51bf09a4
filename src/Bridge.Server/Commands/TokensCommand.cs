using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Commands.Remote;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary>
/// <c>bridge tokens</c>: makes, lists and revokes API tokens. Who can run it on this machine has every right; at a server, those
/// of the token that it asks with.
/// </summary>
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
        var (server, output) = (ServerOption.Create(), OutputFormat.Option());
        var command = new Command("create", "Make an API token; it is shown once") { name, right, expires, issuer, project, group, server, output };
        command.SetAction(async (parsed, ct) =>
        {
            (string Name, string? Value)[] members =
            [
                ("name", parsed.GetValue(name)), ("right", parsed.GetValue(right)), ("expires_in", parsed.GetValue(expires)),
                ("issuer", parsed.GetValue(issuer)), ("project_id", parsed.GetValue(project)), ("group", parsed.GetValue(group)),
            ];
            var asked = new Node.Map([.. members.Where(member => member.Value is not null).Select(member => new Node.Member(member.Name, new Node.Scalar(member.Value!, ScalarType.Text, 0), 0))], 0);
            using var remote = parsed.Server(server, context);
            var made = remote is null ? await MakeAsync(context, asked, ct) : await MakeAsync(remote, asked, ct);
            if (parsed.IsJson(output))
            {
                await context.WriteJsonAsync(made);
                return 0;
            }

            // The token alone on standard output, so that a script can keep it and nothing else.
            await context.Error.WriteLineAsync($"Made the token {made.Id}, {made.Right} over {Reach(made)}, until {made.ExpiresAt:u}. It is shown this once:");
            await context.Output.WriteLineAsync(made.Token);
            return 0;
        });
        return command;
    }

    private static async Task<TokenView> MakeAsync(CommandContext context, Node.Map asked, CancellationToken ct)
    {
        await using var database = await context.OpenCurrentDatabaseAsync(ct);
        var issuers = (await database.Configuration.ReadAsync(ct)).Definitions.Where(definition => definition.Section == Section.Issuers).Select(definition => definition.Id);
        var draft = TokenDraft.Read(asked, issuers, out var mistakes) ?? throw new CannotRunException(mistakes);
        var (token, text) = (await TokenIssuance.IssueAsync(database, draft, new Caller(context.Author, Right.Admin, Bridge.Access.Reach.Everything), context.Time, ct))!.Value;
        return TokenView.Of(token, text);
    }

    private static async Task<TokenView> MakeAsync(RemoteServer server, Node.Map asked, CancellationToken ct)
    {
        var body = new StringContent(NodeJson.Write(asked), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return (await server.JsonAsync(HttpMethod.Post, "tokens", body, ct)).Deserialize<TokenView>(OutputFormat.Json)!;
    }

    private static Command List(CommandContext context)
    {
        var (server, output) = (ServerOption.Create(), OutputFormat.Option());
        var command = new Command("list", "Show every API token and what it may do; never the token itself") { server, output };
        command.SetAction(async (parsed, ct) =>
        {
            using var remote = parsed.Server(server, context);
            var tokens = remote is null ? await ListAsync(context, ct) : await ListAsync(remote, ct);
            if (parsed.IsJson(output))
                await context.WriteJsonAsync(tokens);
            else
                foreach (var token in tokens)
                    await context.Output.WriteLineAsync($"{token.Id}  {token.Right,-5}  {Reach(token)}  {State(token, context.Time.GetUtcNow())}  {OutputFormat.OneLine(token.Name)}  (by {OutputFormat.OneLine(token.CreatedBy)}, last used {(token.LastUsedAt is { } used ? $"{used:u}" : "never")})");
            return 0;
        });
        return command;
    }

    private static async Task<List<TokenView>> ListAsync(CommandContext context, CancellationToken ct)
    {
        await using var database = await context.OpenCurrentDatabaseAsync(ct);
        return [.. (await database.ApiTokens.ListAsync(null, int.MaxValue, ct)).Select(token => TokenView.Of(token))];
    }

    private static async Task<List<TokenView>> ListAsync(RemoteServer server, CancellationToken ct)
    {
        var tokens = new List<TokenView>();
        await foreach (var token in server.ListAsync("tokens", ct))
            tokens.Add(token.Deserialize<TokenView>(OutputFormat.Json)!);
        return tokens;
    }

    private static Command Revoke(CommandContext context)
    {
        var id = new Argument<string>("ID") { Description = "The id, as `bridge tokens list` shows it" };
        var server = ServerOption.Create();
        var command = new Command("revoke", "End an API token at once") { id, server };
        command.SetAction(async (parsed, ct) =>
        {
            // What is no id is not repeated: somebody may have put the token itself there.
            if (!Guid.TryParse(parsed.GetValue(id), out var token))
                throw new CannotRunException("That is no id of a token; `bridge tokens list` shows them.");
            using var remote = parsed.Server(server, context);
            if (remote is not null)
                (await remote.SendAsync(HttpMethod.Delete, $"tokens/{token}", null, ct)).Dispose();
            else
                await RevokeAsync(context, token, ct);
            await context.Output.WriteLineAsync($"Revoked {token}.");
            return 0;
        });
        return command;
    }

    private static async Task RevokeAsync(CommandContext context, Guid token, CancellationToken ct)
    {
        await using var database = await context.OpenCurrentDatabaseAsync(ct);
        if (await database.ApiTokens.RevokeAsync(token, context.Author, ct) is null)
            throw new CannotRunException("There is no such token that could be revoked; `bridge tokens list` shows their ids.");
    }

    private static string Reach(TokenView token) => token.Issuer is null ? "everything" : $"{token.Issuer}/{token.ProjectId ?? token.Group}";

    private static string State(TokenView token, DateTimeOffset now) =>
        token.RevokedAt is { } revoked ? $"revoked {revoked:u}" : now >= token.ExpiresAt ? $"expired {token.ExpiresAt:u}" : $"until {token.ExpiresAt:u}";
}
