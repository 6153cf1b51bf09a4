using System.CommandLine;
using System.Text.Json.Nodes;
using Bridge.Claims;
using Bridge.Exchange;

namespace Bridge.Server.Commands;

/// <summary>What a job asks for beside its token, as options.</summary>
internal sealed class AskedOptions
{
    private readonly Option<string[]> audience = new("--audience") { Description = "The audience that the job asks for" };
    private readonly Option<string[]> resource = new("--resource") { Description = "The resource that the job asks for" };
    private readonly Option<string> scope = new("--scope") { Description = "The scopes that the job asks for" };
    private readonly Option<string> type = new("--requested-token-type") { Description = "The type that the job asks for: access_token, id_token or jwt" };

    public AskedOptions() => type.AcceptOnlyFromAmong([.. Enum.GetValues<TokenType>().Select(TokenTypes.Word)]);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { audience, resource, scope, type })
            command.Add(option);
    }

    public bool Given(System.CommandLine.Parsing.CommandResult result) => new Option[] { audience, resource, scope, type }.Any(option => result.GetResult(option) is not null);

    /// <summary>The same for the API of a server.</summary>
    public JsonObject Question(ParseResult parsed, string? token, Guid? exchange)
    {
        var question = new JsonObject();
        Add("token", token);
        Add("exchange", exchange?.ToString());
        foreach (var (name, option) in new[] { ("audience", audience), ("resource", resource) })
        {
            if (parsed.GetValue(option) is { Length: > 0 } values)
                question[name] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }

        Add("scope", parsed.GetValue(scope));
        Add("requested_token_type", parsed.GetValue(type));
        return question;

        void Add(string name, string? value)
        {
            if (value is not null)
                question[name] = value;
        }
    }

    public IncomingRequest Request(ParseResult parsed, string token)
    {
        List<KeyValuePair<string, string>> form = [new("grant_type", TokenRequest.GrantType), new("subject_token_type", TokenType.IdToken.Urn()), new("subject_token", token)];
        form.AddRange((parsed.GetValue(audience) ?? []).Select(value => KeyValuePair.Create("audience", value)));
        form.AddRange((parsed.GetValue(resource) ?? []).Select(value => KeyValuePair.Create("resource", value)));
        form.Add(new("scope", parsed.GetValue(scope) ?? ""));
        form.Add(new("requested_token_type", parsed.GetValue(type) is { } word ? TokenTypes.Parse(word)!.Value.Urn() : ""));
        return new IncomingRequest(form, null, "");
    }
}
