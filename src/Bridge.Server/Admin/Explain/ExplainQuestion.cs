using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.Configuration.Reading;
using Bridge.Exchange;

namespace Bridge.Server.Admin.Explain;

/// <summary>What somebody wants explained: a CI token with what the job asks for, or a recorded exchange; and perhaps a draft.</summary>
internal sealed record ExplainQuestion(IncomingRequest? Request, Guid? Exchange, Node.Map? Draft)
{
    public static ExplainQuestion? Read(Node.Map body, out ImmutableArray<Mistake> mistakes)
    {
        var findings = new Findings();
        var reader = new MapReader(body, "", findings);
        // Of the token nothing is ever said back, not even where it has mistakes.
        var (token, exchange) = (reader.Block("token"), reader.Text("exchange"));
        var (audience, resource) = (reader.Texts("audience") ?? [], reader.Texts("resource") ?? []);
        var (scope, type) = (reader.Text("scope"), reader.Text("requested_token_type"));
        var draft = reader.Take("draft");
        reader.Done();
        if (token is null == exchange is null)
            reader.Mistake("token", "or exchange must stand here, and not both");
        Guid id = default;
        if (exchange is not null && !Guid.TryParse(exchange, out id))
            reader.Mistake("exchange", "must be the id of a recorded exchange");
        if (exchange is not null && (!audience.IsEmpty || !resource.IsEmpty || scope is not null || type is not null))
            reader.Mistake("exchange", "has in its record what was asked for: audience, resource, scope and requested_token_type go with a token");
        if (type is not null && TokenTypes.Parse(type) is null)
            reader.Mistake("requested_token_type", $"must be {MapReader.Words([.. Enum.GetValues<TokenType>().Select(TokenTypes.Word)])}");
        if (draft is not (null or Node.Map))
            reader.Mistake("draft", "must be a map, as a configuration file is");
        mistakes = findings.Mistakes;
        return mistakes.IsEmpty ? new ExplainQuestion(token is null ? null : Asked(token.Trim(), audience, resource, scope, type), exchange is null ? null : id, (Node.Map?)draft) : null;
    }

    /// <summary>The question of a token with what its job asks for.</summary>
    public static ExplainQuestion OfToken(string token, ImmutableArray<string> audience, ImmutableArray<string> resource, string? scope, string? type, Node.Map? draft) =>
        new(Asked(token, audience, resource, scope, type), null, draft);

    private static IncomingRequest Asked(string token, ImmutableArray<string> audience, ImmutableArray<string> resource, string? scope, string? type) => new(
        [
            new("grant_type", TokenRequest.GrantType), new("subject_token_type", TokenType.IdToken.Urn()), new("subject_token", token),
            .. audience.Select(value => KeyValuePair.Create("audience", value)),
            .. resource.Select(value => KeyValuePair.Create("resource", value)),
            new("scope", scope ?? ""), new("requested_token_type", type is null ? "" : TokenTypes.Parse(type)!.Value.Urn()),
        ],
        null,
        "");
}
