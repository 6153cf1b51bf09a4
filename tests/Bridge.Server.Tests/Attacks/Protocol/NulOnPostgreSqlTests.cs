using System.Text.Json.Nodes;
using Bridge.Server.Tests.Hosting;
using Bridge.Testing.Databases;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Protocol;

/// <summary>PostgreSQL holds no U+0000: a caller must not be able to make its record fail, and with it the batch of others.</summary>
public sealed class NulOnPostgreSqlTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NUL_in_parameters_and_claims_is_recorded_like_anything_else()
    {
        await using var database = await PostgreSqlDatabase.CreateAsync();
        await using var gitLab = await GitLabSimulator.StartAsync(ct: Ct);
        await using var bridge = await AttackedBridge.StartAsync(new BridgeServerOptions { Yaml = ServerFixture.Yaml(gitLab), PostgreSql = database.ConnectionString }, Ct);

        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct, "a\0b")).IsRefused("target_unknown", actual: "a\0b", error: "invalid_target");
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct, "x", ("client_id", "\0"))).IsRefused("client_invalid", error: "invalid_client", status: 401);
        (await bridge.ExchangeAsync("\0", Ct)).IsRefusedUnverified("subject_token_malformed");
        foreach (var name in new[] { "ref", "user_login", "job_id", "pipeline_id", "jti", "sub", "environment", "new\0claim" })
            (await bridge.ExchangeAsync(Mint(name, "a\0b"), Ct)).IsGranted();
        Assert.Equal("a\\u0000b", (await bridge.ExchangeAsync(Mint("ref", "a\0b"), Ct)).Record["ref"]);
        foreach (var name in new[] { "project_id", "project_path", "namespace_id", "namespace_path" })
            Assert.Single((await bridge.ExchangeAsync(Mint(name, name + "\0"), Ct)).Records);
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsGranted();

        string Mint(string name, string value) => gitLab.Mint(bridge.Issuer, claims: new JsonObject { [name] = value });
    }
}
