using Bridge.Access;
using Bridge.Keys;
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

    [Fact]
    public async Task Administrator_who_is_locked_out_gets_a_link_and_a_newer_one_makes_it_void()
    {
        await InitializedAsync();
        await LocalAsync("grace");
        Settings["Bridge:Pages:Url"] = "https://admin.bridge.test";

        var first = await RunAsync("setup-link", "--for", "GRACE");
        var second = await RunAsync("setup-link", "--for", "grace");

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Contains("a new link for grace makes it void", first.Error, StringComparison.Ordinal);
        await using var database = Open();
        Assert.Null(await FindAsync(first));
        var found = await FindAsync(second);
        Assert.Equal(("grace", false, Clock.GetUtcNow() + Invitation.Life), (found!.Recovers!.Login, found.First, found.ExpiresAt));
        Assert.Equal("hash", (await database.LocalAccounts.FindAsync("grace", Ct))!.PasswordHash);

        Task<Invitation?> FindAsync(Ran ran) => database.Invitations.FindAsync(Secret.Hash(ran.Output.Trim()["https://admin.bridge.test/setup/".Length..]), Ct);
    }

    [Theory]
    [InlineData("nobody", "There is no local administrator with the login nobody. These are: grace.")]
    [InlineData("audrey", "audrey is no administrator")]
    [InlineData("Ada", "ada signs in by the issuer main alone")]
    public async Task Whoever_is_no_local_administrator_gets_none(string login, string why)
    {
        await InitializedAsync();
        await LocalAsync("grace");
        await LocalAsync("audrey", Role.Auditor);
        await using (var database = Open())
        {
            var ada = await database.People.SawAsync(new PersonId("main", "1"), "ada", "Ada", Ct);
            await database.People.SetRoleAsync(ada.Id, Role.Admin, "test", Ct);
        }

        await NoLinkAsync(why, login);
    }

    [Fact]
    public async Task Without_the_key_encryption_key_nobody_gets_a_link_that_recovers()
    {
        await InitializedAsync();
        await LocalAsync("grace");
        File.Delete(KeyFile);
        await NoLinkAsync(KeyFile);
        // Nor with one that somebody made.
        KeyEncryptionFile.Create(KeyFile);
        await NoLinkAsync("key");
    }

    [Fact]
    public async Task Where_local_sign_in_is_off_there_is_no_link()
    {
        await InitializedAsync();
        await LocalAsync("grace");
        Settings["Bridge:Pages:LocalSignIn"] = "false";
        await NoLinkAsync("Local sign-in is off");
    }

    private async Task NoLinkAsync(string why, string login = "grace")
    {
        var ran = await RunAsync("setup-link", "--for", login);
        Assert.Equal((3, ""), (ran.Code, ran.Output));
        Assert.Contains(why, ran.Error, StringComparison.Ordinal);
        await using var database = Open();
        await using var context = database.CreateContext();
        Assert.Empty(context.Invitations);
    }

    private async Task LocalAsync(string login, Role role = Role.Admin)
    {
        await using var database = Open();
        var (hash, now) = (Secret.Hash(Secret.Make()), Clock.GetUtcNow());
        await database.Invitations.AddAsync(new Invitation(hash, role, First: false, "test", now + Invitation.Life), Ct);
        var person = new Person { Id = new PersonId(PersonId.Local, Guid.NewGuid().ToString()), Login = login, Name = login, CreatedAt = now };
        Assert.Null(await database.Invitations.AcceptAsync(hash, new LocalAccount { Person = person, PasswordHash = "hash" }, [], 1, Ct));
    }

    private BridgeDatabase Open() => BridgeDatabase.Open(new StorageOptions { Provider = StorageProvider.Sqlite, Path = DatabaseFile }, Clock, NullLoggerFactory.Instance);
}
