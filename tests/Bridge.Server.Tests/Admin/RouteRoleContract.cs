using System.Net;
using System.Text.Json.Nodes;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Hosting;
using Bridge.Server.Tests.Attacks;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Bridge.Server.Tests.Admin;

public sealed class SqliteRouteRoleTests(SqliteWorld world) : RouteRoleContract<SqliteWorld>(world);

public sealed class PostgreSqlRouteRoleTests(PostgreSqlWorld world) : RouteRoleContract<PostgreSqlWorld>(world);

/// <summary>Every route of the admin listener against every kind of token.</summary>
public abstract class RouteRoleContract<TWorld>(TWorld world) : WorldTest<TWorld>(world)
    where TWorld : World
{
    private static readonly Reach Own = new Reach.Project("main", "20");
    private static readonly Reach Foreign = new Reach.Project("main", "21");
    private static readonly Reach Group = new Reach.Group("main", "acme/web");

    protected override string Yaml(World world) => $$"""
        issuers:
          - {{Trusted(world.GitLab, "main")}}
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: enrolled, audience: 'https://enrolled.test', enrolled_projects: true, rules: [{ id: all, effect: allow, everyone: true }] }
        mappings:
          - { id: team, from: namespace_path }

        """;

    [Fact]
    public void Every_route_is_declared_and_has_its_row()
    {
        var admin = Bridge.Routes.Where(route => route.Metadata.GetMetadata<Door>() == Door.Admin).ToList();
        Assert.NotEmpty(admin);
        Assert.All(admin, route => Assert.True(route.Metadata.GetMetadata<NeedsAttribute>() is { } needs && (needs.Right is null || route.Metadata.GetMetadata<Surface>() is not null), $"{route} declares no need"));
        var api = admin.Where(route => route.Metadata.GetMetadata<NeedsAttribute>()!.Right is not null && route.RoutePattern.RawText!.Contains("/api/", StringComparison.Ordinal));
        Assert.Equal(api.SelectMany(Names).Order(StringComparer.Ordinal), AdminRoutes.All.Select(route => route.Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AdminRoutes.Rows), MemberType = typeof(AdminRoutes))]
    public async Task Route_answers_each_role_as_the_table_says(AdminRoute route)
    {
        await GrantedAsync(JobOf("20", "acme/web/shop"), "https://deploy.test");

        Assert.Equal(
            [("read", route.Read), ("write", route.Write), ("own project", route.Own), ("foreign project", route.Foreign), ("group", route.Group), ("admin", route.Admin)],
            [
                ("read", await AskAsync(route, Right.Read, Reach.Everything)),
                ("write", await AskAsync(route, Right.Write, Reach.Everything)),
                ("own project", await AskAsync(route, Right.Write, Own)),
                ("foreign project", await AskAsync(route, Right.Write, Foreign)),
                ("group", await AskAsync(route, Right.Admin, Group)),
                ("admin", await AskAsync(route, Right.Admin, Reach.Everything)),
            ]);
    }

    [Theory]
    [MemberData(nameof(AdminRoutes.Rows), MemberType = typeof(AdminRoutes))]
    public async Task Route_answers_nobody_without_a_good_token(AdminRoute route)
    {
        await GrantedAsync(JobOf("20", "acme/web/shop"), "https://deploy.test");
        var expired = await Bridge.MakeTokenAsync(Right.Admin, life: TimeSpan.FromMinutes(1), ct: Ct);
        var revoked = await Bridge.MakeTokenAsync(Right.Admin, ct: Ct);
        await Bridge.Engine.Database.ApiTokens.RevokeAsync((await Bridge.Engine.Database.ApiTokens.FindAsync(ApiTokenText.Hash(revoked), Ct))!.Id, "test", Ct);
        Clock.Advance(TimeSpan.FromMinutes(1));

        foreach (var token in new[] { null, "", ApiTokenText.Make(), "brg_short", "glpat-xxxxxxxxxxxxxxxxxxxx", expired, revoked })
        {
            using var request = (await PreparedAsync(route)).Request(token);
            using var response = await Bridge.Admin.SendAsync(request, Ct);
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{token}: {response.StatusCode}");
            Assert.StartsWith("Bearer", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            Assert.Equal(route.Refusal, response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [MemberData(nameof(AdminRoutes.Rows), MemberType = typeof(AdminRoutes))]
    public async Task Route_is_not_at_the_public_door(AdminRoute route)
    {
        await GrantedAsync(JobOf("20", "acme/web/shop"), "https://deploy.test");
        using var request = (await PreparedAsync(route)).Request(await Bridge.MakeTokenAsync(Right.Admin, ct: Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await Bridge.Public.SendAsync(request, Ct)).StatusCode);
    }

    private async Task<int> AskAsync(AdminRoute route, Right right, Reach reach)
    {
        using var request = (await PreparedAsync(route)).Request(await Bridge.MakeTokenAsync(right, reach, ct: Ct));
        using var response = await Bridge.Admin.SendAsync(request, Ct);
        if ((int)response.StatusCode >= 400)
            Assert.Equal(route.Refusal, response.Content.Headers.ContentType?.MediaType);
        var operation = JsonNode.Parse(await Bridge.Admin.GetStringAsync("/api/v1/openapi.json", Ct))!["paths"]![Documented.Name(route).Split(' ')[1]]![route.Name.Split(' ')[0].ToLowerInvariant()]!;
        Assert.True(operation["responses"]!.AsObject().ContainsKey($"{(int)response.StatusCode}"), $"{route}: {response.StatusCode} is not in the document");
        return (int)response.StatusCode;
    }

    private async Task<AdminRoute> PreparedAsync(AdminRoute route)
    {
        route = route.With(AdminRoutes.New, World.NewWord()).With(AdminRoutes.Thing, World.NewWord());
        if (route.Path.Contains(AdminRoutes.Token, StringComparison.Ordinal))
            route = route.With(AdminRoutes.Token, (await Bridge.Engine.Database.ApiTokens.FindAsync(ApiTokenText.Hash(await Bridge.MakeTokenAsync(Right.Read, ct: Ct)), Ct))!.Id.ToString());
        if ($"{route.Path}{route.Json}".Contains(AdminRoutes.Exchange, StringComparison.Ordinal))
            route = route.With(AdminRoutes.Exchange, (await Bridge.Engine.Database.Exchanges.ListAsync(new("main", "20"), null, 1, Ct)).Single().Id.ToString());
        if (route.Path.Contains(AdminRoutes.Kid, StringComparison.Ordinal))
            route = route.With(AdminRoutes.Kid, (await Bridge.Engine.Configurations.RefreshAsync(Ct)).Keys.Active("ES256", Clock.GetUtcNow())!.Stored.KeyId);
        if (route.Path.Contains(AdminRoutes.Waiting, StringComparison.Ordinal))
        {
            var project = World.NewProjectId();
            await SendAsync(Bridge, JobOf(project, $"acme/waiting-{project}"), "https://enrolled.test");
            route = route.With(AdminRoutes.Waiting, project);
        }

        if (route.OneIssuer)
            await Bridge.ApplyAsync($"issuers: {{ prune: true, items: [{Trusted(GitLab, "main")}] }}", Ct);
        if (route.Yaml is not null)
            await Bridge.ApplyAsync(route.Yaml, Ct);
        return route;
    }

    private static IEnumerable<string> Names(RouteEndpoint route) =>
        route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} /{route.RoutePattern.RawText!.TrimStart('/')}");
}
