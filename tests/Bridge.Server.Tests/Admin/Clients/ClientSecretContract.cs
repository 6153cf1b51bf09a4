using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.Server.Tests.Attacks;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Admin.Clients;

public sealed class SqliteClientSecretTests(SqliteWorld world) : ClientSecretContract<SqliteWorld>(world);

public sealed class PostgreSqlClientSecretTests(PostgreSqlWorld world) : ClientSecretContract<PostgreSqlWorld>(world);

/// <summary>Secrets that Bridge makes for clients.</summary>
public abstract class ClientSecretContract<TWorld>(TWorld world) : AdminTest<TWorld>(world)
    where TWorld : World
{
    [Fact]
    public async Task A_secret_is_shown_once_and_changed_while_both_are_good()
    {
        var id = World.NewWord();
        var made = await AskAsync("POST", "/api/v1/clients", $$"""{"id":"{{id}}"}""");
        var first = (await BodyAsync(made, HttpStatusCode.Created))["secret"]!.ToString();
        Assert.Equal(43, first.Length);
        Assert.Equal($"/api/v1/clients/{id}", made.Headers.Location!.ToString());
        Assert.DoesNotContain(first, (await BodyAsync(await AskAsync("GET", $"/api/v1/clients/{id}"))).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await ExchangeAsync(id, first));

        var second = (await BodyAsync(await AskAsync("POST", $"/api/v1/clients/{id}/secrets", ifMatch: "\"1\"")))["secret"]!.ToString();
        Assert.Equal(HttpStatusCode.OK, await ExchangeAsync(id, first));
        Assert.Equal(HttpStatusCode.OK, await ExchangeAsync(id, second));
        Assert.Equal(["secret_sha256"], await ProblemAsync(await AskAsync("POST", $"/api/v1/clients/{id}/secrets", ifMatch: "\"2\""), HttpStatusCode.UnprocessableEntity, "invalid"));

        var hash = (await BodyAsync(await AskAsync("GET", $"/api/v1/clients/{id}")))["definition"]!["secret_sha256"]![0]!.ToString();
        await BodyAsync(await AskAsync("DELETE", $"/api/v1/clients/{id}/secrets/{hash}", ifMatch: "\"2\""));
        Assert.Equal(HttpStatusCode.Unauthorized, await ExchangeAsync(id, first));
        Assert.Equal(HttpStatusCode.OK, await ExchangeAsync(id, second));
    }

    private async Task<HttpStatusCode> ExchangeAsync(string id, string secret)
    {
        var basic = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        return (await Bridge.PostAsync(BridgeServer.Form(Job(("project_id", JsonValue.Create("77")), ("project_path", JsonValue.Create("acme/clients"))), "https://deploy.test"), basic, Ct)).Status;
    }
}
