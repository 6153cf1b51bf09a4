using System.Collections.Immutable;
using System.Globalization;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.Compiling;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>
/// The rules of a relying party, one by one and with their place, for the first match decides. They have no version of their
/// own: the relying party's holds for all, so that nobody puts a rule into an order that they have not seen.
/// </summary>
internal static class RulesEndpoints
{
    public static void Map(RouteGroupBuilder parties)
    {
        parties.MapGet("/{id}/rules", ListAsync).Needs(Right.Read).Describe("List the rules of a relying party, in their order").Answers<RulesView>();
        parties.MapGet("/{id}/rules/{rule}", GetAsync).Needs(Right.Read).Describe("Get a rule and its place").Answers<RuleView>();
        parties.MapPut("/{id}/rules/{rule}", PutAsync).Needs(Right.Write).Describe("Make or change a rule, at a place").Query("position").Edits().Takes(BodySchemas.Definition).Answers<ThingView>();
        parties.MapDelete("/{id}/rules/{rule}", DeleteAsync).Needs(Right.Write).Describe("Delete a rule").Edits().Answers<ThingView>();
    }

    private static async Task<IResult> ListAsync(string id, HttpContext context, Engine engine, CancellationToken ct)
    {
        if (await FindAsync(id, context, engine, ct) is not { } party)
            return new Problem(ProblemKind.NotFound);
        return TypedResults.Ok(new RulesView([.. PartyRules.Of(party.Value).Select((rule, position) => new RuleView(PartyRules.IdOf(rule), position, rule))]));
    }

    private static async Task<IResult> GetAsync(string id, string rule, HttpContext context, Engine engine, CancellationToken ct)
    {
        if (await FindAsync(id, context, engine, ct) is not { } party || PartyRules.Of(party.Value) is var rules && PartyRules.Position(rules, rule) is not { } position)
            return new Problem(ProblemKind.NotFound);
        return TypedResults.Ok(new RuleView(rule, position, rules[position]));
    }

    private static async Task<IResult> PutAsync(string id, string rule, HttpContext context, Engine engine, CancellationToken ct)
    {
        var (version, problem) = Precondition.Read(context.Request);
        if (problem is not null)
            return problem;
        (var body, problem) = await DefinitionBody.ReadAsync(context, rule);
        if (body is null)
            return problem!;
        if (await engine.Database.Things.FindAsync(Section.RelyingParties, id, ct) is not { } party)
            return new Problem(ProblemKind.NotFound);
        var rules = PartyRules.Of(party.Value);
        var known = PartyRules.Position(rules, rule);
        rules = known is { } old ? rules.RemoveAt(old) : rules;
        if (Place(context.Request, known ?? rules.Length, rules.Length) is not { } position)
            return new Problem(ProblemKind.Invalid) { Errors = [new Mistake("position", $"must be a whole number from 0, the first, to {rules.Length}, the last")] };
        return await WriteAsync(context, engine, party, version, rules.Insert(position, body), ct);
    }

    private static async Task<IResult> DeleteAsync(string id, string rule, HttpContext context, Engine engine, CancellationToken ct)
    {
        var (version, problem) = Precondition.Read(context.Request);
        if (problem is not null)
            return problem;
        if (await engine.Database.Things.FindAsync(Section.RelyingParties, id, ct) is not { } party || PartyRules.Of(party.Value) is var rules && PartyRules.Position(rules, rule) is not { } position)
            return new Problem(ProblemKind.NotFound);
        return await WriteAsync(context, engine, party, version, rules.RemoveAt(position), ct);
    }

    private static Task<IResult> WriteAsync(HttpContext context, Engine engine, Definition party, int version, ImmutableArray<Node.Map> rules, CancellationToken ct)
    {
        var changed = PartyRules.With(party.Value, rules);
        // What was read above is what the caller saw, or the versions differ and nothing is written; no rule makes a relying party.
        return Edits.PutAsync(context, engine, new Edit(ConfigurationCompiler.Name(Section.RelyingParties), party.Id, changed, version == party.Version ? version : Precondition.Never), null, ct);
    }

    private static async Task<Definition?> FindAsync(string id, HttpContext context, Engine engine, CancellationToken ct)
    {
        var party = await engine.Database.Things.FindAsync(Section.RelyingParties, id, ct);
        if (party is not null)
            context.Response.Headers.ETag = Precondition.Tag(party.Version);
        return party;
    }

    private static int? Place(HttpRequest request, int usual, int most) => request.Query["position"] switch
    {
        [] => usual,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position <= most => position,
        _ => null,
    };
}
