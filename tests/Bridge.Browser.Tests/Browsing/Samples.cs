using System.Text.Json.Nodes;
using Bridge.Access;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;

namespace Bridge.Browser.Tests.Browsing;

/// <summary>What makes lists look as they do where people work: projects that wait, keys at several points of their life, API tokens.</summary>
internal static class Samples
{
    /// <summary>The id of an API token that is good.</summary>
    public const string Token = "01890000-0000-7000-8000-000000000001";

    private const string Careful = "https://careful.test";

    public static async Task MakeAsync(BridgeServer bridge, GitLabSimulator gitLab)
    {
        await bridge.ApplyAsync("""
            relying_parties: [{ id: careful, audience: 'https://careful.test', enrolled_projects: true, rules: [{ id: shop, effect: allow, when: { project_path: [shop/api, shop/gone] } }, { id: everyone, effect: allow, everyone: true }] }]
            projects: [{ issuer: main, project_id: "800" }, { issuer: main, project_id: "820" }]
            """);
        foreach (var (project, path, group) in new[] { ("800", "shop/api", "72"), ("801", "shop/api", "72"), ("801", "shop/api", "72"), ("810", "shop/checkout", "72"), ("820", "shop/api-of-before", "72"), ("820", "billing/api", "90") })
            await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer, claims: new JsonObject { ["project_id"] = project, ["project_path"] = path, ["namespace_id"] = group }), Careful);

        await bridge.Engine.SigningKeys.RotateAsync(Bridge.Keys.SigningAlgorithm.All[0], "cli:root@bridge", CancellationToken.None);
        await bridge.Engine.SigningKeys.RevokeAsync((await bridge.Engine.Database.Configuration.ReadAsync(CancellationToken.None)).Keys.Single(key => key is { Algorithm: "ES256" }).KeyId, "cli:root@bridge", CancellationToken.None);

        var now = bridge.Engine.Time.GetUtcNow();
        await TokenAsync(bridge, new ApiToken { Id = new Guid(Token), Name = "terraform", Right = Right.Write, Reach = Reach.Everything, Author = "person:main/92", CreatedAt = now.AddDays(-40), ExpiresAt = now.AddDays(50), LastUsedAt = now.AddHours(-3) });
        await TokenAsync(bridge, new ApiToken { Id = Guid.CreateVersion7(now), Name = "nightly report of the platform team", Right = Right.Read, Reach = new Reach.Group("main", "shop/platform"), Author = "cli:root@bridge", CreatedAt = now.AddDays(-400), ExpiresAt = now.AddDays(-35) });
    }

    private static Task TokenAsync(BridgeServer bridge, ApiToken token) => bridge.Engine.Database.ApiTokens.CreateAsync(token, ApiTokenText.Hash(ApiTokenText.Make()), CancellationToken.None);
}
