using Bridge.Access;
using Bridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Bridge.Server.Tests.Commands;

public sealed class SetupLinkCommandTests : CommandTest
{
    [Fact]
    public async Task Link_is_printed_and_its_hash_kept()
    {
        await InitializedAsync();
        Settings["Bridge:Pages:Url"] = "https://admin.bridge.test";

        var ran = await RunAsync("setup-link");

        Assert.Equal(0, ran.Code);
        var secret = ran.Output.Trim()["https://admin.bridge.test/setup/".Length..];
        Assert.Equal(43, secret.Length);
        await using var database = Open();
        Assert.Equal(Role.Admin, (await database.Invitations.FindAsync(Secret.Hash(secret), Ct))!.Role);
    }

    [Fact]
    public async Task Where_there_is_an_administrator_there_is_no_link()
    {
        await InitializedAsync();
        await using (var database = Open())
        {
            var person = await database.People.SawAsync(new PersonId("main", "1"), "ada", "Ada", Ct);
            await database.People.SetRoleAsync(person.Id, Role.Admin, "test", Ct);
        }

        var ran = await RunAsync("setup-link");

        Assert.Equal(3, ran.Code);
        Assert.Empty(ran.Output);
        Assert.Contains("administrator already", ran.Error, StringComparison.Ordinal);
    }

    private BridgeDatabase Open() => BridgeDatabase.Open(new StorageOptions { Provider = StorageProvider.Sqlite, Path = DatabaseFile }, Clock, NullLoggerFactory.Instance);
}
