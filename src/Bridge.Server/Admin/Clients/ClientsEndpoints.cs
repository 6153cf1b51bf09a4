using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.Compiling;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Clients;

/// <summary>
/// The clients over the API. Their secrets are made here and shown once; during a change two are good. A definition carries
/// only hashes, as in a file.
/// </summary>
internal static class ClientsEndpoints
{
    private const string Hashes = ClientSecret.Member;

    private static readonly string Clients = ConfigurationCompiler.Name(Section.Clients);

    public static void Map(IEndpointRouteBuilder api)
    {
        var routes = DefinitionRoutes.Map(api, Section.Clients, Right.Admin);
        routes.MapPost("/", CreateAsync).Needs(Right.Admin).Describe("Make a client with a secret that is shown once").Query("why").Takes(BodySchemas.NewClient).Answers<ThingView>(201).Problems(412);
        routes.MapPost("/{id}/secrets", AddSecretAsync).Needs(Right.Admin).Describe("Add a secret, which is shown once").Edits().Answers<ThingView>();
        routes.MapDelete("/{id}/secrets/{hash}", DropSecretAsync).Needs(Right.Admin).Describe("End a secret").Edits().Answers<ThingView>();
    }

    /// <summary>Makes a client with a secret that Bridge makes.</summary>
    private static async Task<IResult> CreateAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var (body, problem) = await JsonBody.ReadAsync(context);
        if (body is null)
            return problem!;
        if (body.Find("id")?.Value is not Node.Scalar { Type: ScalarType.Text } id)
            return new Problem(ProblemKind.Invalid) { Errors = [new Mistake("id", "is missing")] };
        if (body.Find(Hashes) is not null)
            return new Problem(ProblemKind.Invalid) { Errors = [new Mistake(Hashes, "is made here: put the client to bring a secret of your own")] };
        var (secret, hash) = ClientSecret.Make();
        return await Edits.PutAsync(context, engine, new Edit(Clients, id.Text, ClientSecret.With(body, [hash]), 0), secret, ct, $"{AdminApi.Root}/clients/{Uri.EscapeDataString(id.Text)}");
    }

    /// <summary>Adds a secret beside the one that a client has.</summary>
    private static async Task<IResult> AddSecretAsync(string id, HttpContext context, Engine engine, CancellationToken ct)
    {
        var (client, version, problem) = await FindAsync(id, context, engine, ct);
        if (client is null)
            return problem!;
        if (ClientSecret.HashesOf(client) is { Length: >= ClientSecret.Most })
            return new Problem(ProblemKind.Invalid) { Errors = [new Mistake(Hashes, $"has {ClientSecret.Most} already: delete the old one first")] };
        var (secret, hash) = ClientSecret.Make();
        return await Edits.PutAsync(context, engine, new Edit(Clients, id, ClientSecret.With(client, ClientSecret.HashesOf(client).Add(hash)), version), secret, ct);
    }

    /// <summary>Ends a secret, which its hash names.</summary>
    private static async Task<IResult> DropSecretAsync(string id, string hash, HttpContext context, Engine engine, CancellationToken ct)
    {
        var (client, version, problem) = await FindAsync(id, context, engine, ct);
        if (client is null)
            return problem!;
        var rest = ClientSecret.HashesOf(client).RemoveAll(other => other.Equals(hash, StringComparison.OrdinalIgnoreCase));
        return rest.Length == ClientSecret.HashesOf(client).Length
            ? new Problem(ProblemKind.NotFound)
            : await Edits.PutAsync(context, engine, new Edit(Clients, id, ClientSecret.With(client, rest), version), null, ct);
    }

    // The client as the caller saw it: what was read here is that, or its version differs and nothing will be written.
    private static async Task<(Node.Map? Client, int Version, Problem? Problem)> FindAsync(string id, HttpContext context, Engine engine, CancellationToken ct)
    {
        var (version, problem) = Precondition.Read(context.Request);
        if (problem is not null)
            return (null, version, problem);
        return await engine.Database.Things.FindAsync(Section.Clients, id, ct) is { } found
            ? (found.Value, version == found.Version ? version : Precondition.Never, null)
            : (null, version, new Problem(ProblemKind.NotFound));
    }
}
