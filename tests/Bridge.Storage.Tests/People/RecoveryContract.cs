using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Storage.Model;
using Bridge.Storage.People;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.People;

public sealed class SqliteRecoveryTests : RecoveryContract<SqliteHome>;

public sealed class PostgreSqlRecoveryTests : RecoveryContract<PostgreSqlHome>;

/// <summary>A local administrator who lost every proof chooses new ones by a link, and nobody else does.</summary>
public abstract class RecoveryContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private const string Author = "cli:root@host";

    private static readonly ImmutableArray<byte> OldCode = Secret.Hash("old code");
    private static readonly ImmutableArray<byte> NewCode = Secret.Hash("new code");

    [Fact]
    public async Task Every_proof_is_replaced_and_every_session_over_in_one_change()
    {
        var (grace, ada) = (await PersonAsync("Grace"), await PersonAsync("ada"));
        foreach (var person in new[] { grace, ada })
        {
            await Database.LocalAccounts.PutPasskeyAsync(new PasskeyRow { Id = $"passkey of {person.Login}", PersonId = person.Id.Id, Name = "Laptop", Data = "{}", CreatedAt = Clock.GetUtcNow() }, Ct);
            await Database.Sessions.BeginAsync(SessionOf(person.Id), null, Ct);
            await Database.LocalAccounts.FailedAsync(person.Id, 1, TimeSpan.FromMinutes(15), Ct);
        }

        var revision = await Database.Configuration.RevisionAsync(Ct);
        var hash = await LinkAsync(grace);
        Assert.Equal(grace.Id, (await Database.Invitations.FindAsync(hash, Ct))!.Recovers!.Id);
        Assert.Null(await RecoverAsync(hash, grace, step: 77));

        var account = (await Database.LocalAccounts.FindAsync("grace", Ct))!;
        Assert.Equal(("new hash", "new key", 0, (DateTimeOffset?)null), (account.PasswordHash, account.ProtectedTotpKey, account.Failures, account.LockedUntil));
        Assert.Equal(("Grace", "Grace Hopper", Role.Admin), (account.Person.Login, account.Person.Name, account.Person.Role));
        Assert.False(await Database.LocalAccounts.TakeStepAsync(grace.Id, 77, Ct));
        Assert.False(await Database.LocalAccounts.TakeRecoveryCodeAsync(grace.Id, OldCode, Ct));
        Assert.True(await Database.LocalAccounts.TakeRecoveryCodeAsync(grace.Id, NewCode, Ct));
        Assert.Empty(await Database.LocalAccounts.PasskeysAsync(grace.Id, Ct));
        Assert.Empty(await Database.Sessions.ListAsync(grace.Id, null, 10, Ct));
        var entry = await Database.History.EntryAsync(revision + 2, Ct);
        Assert.Equal((Author, $"~ people/{grace.Id}: Grace, password, authenticator app and recovery codes replaced by the recovery link; passkeys removed: 1; sessions ended: 1"), (entry!.Author, entry.Difference));
        Assert.Equal(revision + 2, await Database.Configuration.RevisionAsync(Ct));
        Assert.True((await Database.History.VerifyAsync(null, Ct)).Passed);

        // Nothing of anybody else.
        Assert.Equal("hash", (await Database.LocalAccounts.FindAsync("ada", Ct))!.PasswordHash);
        Assert.NotNull((await Database.LocalAccounts.FindAsync("ada", Ct))!.LockedUntil);
        Assert.Single(await Database.LocalAccounts.PasskeysAsync(ada.Id, Ct));
        Assert.Single(await Database.Sessions.ListAsync(ada.Id, null, 10, Ct));
        Assert.True(await Database.LocalAccounts.TakeRecoveryCodeAsync(ada.Id, OldCode, Ct));
    }

    [Fact]
    public async Task Of_many_who_use_one_link_on_two_nodes_exactly_one_chooses()
    {
        var grace = await PersonAsync("grace");
        var hash = await LinkAsync(grace);
        var other = Node();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => RecoverAsync(hash, grace, index % 2 == 0 ? Database : other, $"hash {index}")));

        var winner = Assert.Single(answers.Index(), answer => answer.Item is null).Index;
        Assert.Equal($"hash {winner}", (await Database.LocalAccounts.FindAsync("grace", Ct))!.PasswordHash);
        Assert.Equal(1, await Database.LocalAccounts.RecoveryCodesLeftAsync(grace.Id, Ct));
    }

    [Fact]
    public async Task Newer_link_for_the_same_person_makes_the_one_before_void_and_no_others()
    {
        var (grace, ada) = (await PersonAsync("grace"), await PersonAsync("ada"));
        var (first, adas, second) = (await LinkAsync(grace), await LinkAsync(ada), await LinkAsync(grace));

        Assert.Null(await Database.Invitations.FindAsync(first, Ct));
        Assert.Equal(Uninvited.Void, await RecoverAsync(first, grace));
        Assert.Null(await RecoverAsync(adas, ada));
        Assert.Null(await RecoverAsync(second, grace));
        Assert.Equal(Uninvited.Void, await RecoverAsync(second, grace));
    }

    [Fact]
    public async Task Link_of_one_person_changes_no_other()
    {
        var (grace, ada) = (await PersonAsync("grace"), await PersonAsync("ada"));
        var hash = await LinkAsync(grace);
        Assert.Equal(Uninvited.Void, await RecoverAsync(hash, ada));
        Assert.Equal(Uninvited.Void, await RecoverAsync(hash, ada with { Id = new PersonId("main", grace.Id.Id) }));
        Assert.Equal("hash", (await Database.LocalAccounts.FindAsync("ada", Ct))!.PasswordHash);
        Assert.Equal("hash", (await Database.LocalAccounts.FindAsync("grace", Ct))!.PasswordHash);
    }

    [Fact]
    public async Task Link_is_void_after_an_hour()
    {
        var grace = await PersonAsync("grace");
        var hash = await LinkAsync(grace);
        Clock.Advance(Invitation.Life);
        Assert.Null(await Database.Invitations.FindAsync(hash, Ct));
        Assert.Equal(Uninvited.Void, await RecoverAsync(hash, grace));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Link_is_void_once_its_person_is_no_administrator_any_more(bool removed)
    {
        await PersonAsync("ada");
        var grace = await PersonAsync("grace");
        var hash = await LinkAsync(grace);
        Assert.Equal(RoleChange.Done, removed ? await Database.People.RemoveAsync(grace.Id, "test", Ct) : await Database.People.SetRoleAsync(grace.Id, Role.Auditor, "test", Ct));

        Assert.Null(await Database.Invitations.FindAsync(hash, Ct));
        Assert.Equal(Uninvited.Void, await RecoverAsync(hash, grace));
        Assert.False(await Database.Invitations.AddAsync(Recovery(grace, "another"), Ct));
    }

    [Fact]
    public async Task There_is_no_link_for_whoever_signs_in_elsewhere()
    {
        var ada = await Database.People.SawAsync(new PersonId("main", "1"), "ada", "Ada", Ct);
        await Database.People.SetRoleAsync(ada.Id, Role.Admin, "test", Ct);
        Assert.False(await Database.Invitations.AddAsync(Recovery(ada, "link"), Ct));
    }

    [Fact]
    public async Task Recovery_link_invites_nobody_and_an_invitation_recovers_nobody()
    {
        var grace = await PersonAsync("grace");
        var link = await LinkAsync(grace);
        var invited = Secret.Hash("invited");
        await Database.Invitations.AddAsync(new Invitation(invited, Role.Admin, First: false, "test", Clock.GetUtcNow() + Invitation.Life), Ct);

        Assert.Equal(Uninvited.Void, await Database.Invitations.AcceptAsync(link, Account("mallory"), [], 1, Ct));
        Assert.Equal(Uninvited.Void, await RecoverAsync(invited, grace));
        await using var context = Database.CreateContext();
        Assert.Equal(1, await context.People.CountAsync(Ct));
        Assert.Null((await Database.Invitations.FindAsync(invited, Ct))!.Recovers);
    }

    private async Task<Person> PersonAsync(string login)
    {
        var (hash, account) = (Secret.Hash(Secret.Make()), Account(login));
        await Database.Invitations.AddAsync(new Invitation(hash, Role.Admin, First: false, "test", Clock.GetUtcNow() + Invitation.Life), Ct);
        Assert.Null(await Database.Invitations.AcceptAsync(hash, account, [OldCode], 1, Ct));
        return account.Person;
    }

    private async Task<ImmutableArray<byte>> LinkAsync(Person person)
    {
        var invitation = Recovery(person, Secret.Make());
        Assert.True(await Database.Invitations.AddAsync(invitation, Ct));
        return invitation.Hash;
    }

    private Invitation Recovery(Person person, string secret) => new(Secret.Hash(secret), Role.Admin, First: false, Author, Clock.GetUtcNow() + Invitation.Life) { Recovers = person };

    private Task<Uninvited?> RecoverAsync(ImmutableArray<byte> hash, Person person, BridgeDatabase? node = null, string password = "new hash", long step = 2) =>
        (node ?? Database).Invitations.RecoverAsync(hash, new LocalAccount { Person = person, PasswordHash = password, ProtectedTotpKey = "new key" }, [NewCode], step, Ct);

    private LocalAccount Account(string login) => new()
    {
        Person = new Person { Id = new PersonId(PersonId.Local, Guid.NewGuid().ToString()), Login = login, Name = "Grace Hopper", CreatedAt = Clock.GetUtcNow() },
        PasswordHash = "hash",
        ProtectedTotpKey = "key",
    };

    private Session SessionOf(PersonId person) => new()
    {
        Id = Guid.NewGuid(),
        Hash = Secret.Hash(Secret.Make()),
        Person = person,
        CreatedAt = Clock.GetUtcNow(),
        SeenAt = Clock.GetUtcNow(),
        ProvedAt = Clock.GetUtcNow(),
        EndsAt = Clock.GetUtcNow().AddHours(12),
        Address = "192.0.2.7",
        Agent = "A browser",
    };
}
