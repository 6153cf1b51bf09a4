using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Storage.People;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.People;

public sealed class SqlitePeopleTests : PeopleContract<SqliteHome>;

public sealed class PostgreSqlPeopleTests : PeopleContract<PostgreSqlHome>;

/// <summary>People, their proofs and their sessions, over all nodes.</summary>
public abstract class PeopleContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private static readonly PersonId Ada = new("main", "1");

    [Fact]
    public async Task Of_many_who_use_one_invitation_on_two_nodes_exactly_one_comes_in()
    {
        var hash = await InvitedAsync(Role.Admin);
        var other = Node();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => (index % 2 == 0 ? Database : other).Invitations.AcceptAsync(hash, Account($"login{index}"), [], 1, Ct)));

        Assert.Single(answers, answer => answer is null);
        Assert.Equal(7, answers.Count(answer => answer == Uninvited.Void));
        await using var context = Database.CreateContext();
        Assert.Equal(1, await context.People.CountAsync(Ct));
    }

    [Fact]
    public async Task One_login_is_one_persons_however_it_is_written()
    {
        Assert.Null(await Database.Invitations.AcceptAsync(await InvitedAsync(Role.Admin), Account("Grace"), [], 1, Ct));
        var second = Secret.Hash("second");
        await Database.Invitations.AddAsync(new Invitation(second, Role.Auditor, First: false, "test", Clock.GetUtcNow() + Invitation.Life), Ct);

        Assert.Equal(Uninvited.LoginTaken, await Database.Invitations.AcceptAsync(second, Account("gRACE"), [], 1, Ct));
        Assert.Null(await Database.Invitations.AcceptAsync(second, Account("hopper"), [], 1, Ct));
        Assert.Equal("Grace", (await Database.LocalAccounts.FindAsync(" GRACE ", Ct))!.Person.Login);
    }

    [Fact]
    public async Task What_counts_once_counts_once_over_two_nodes()
    {
        var code = Secret.Hash("code");
        var account = Account("grace");
        await Database.Invitations.AcceptAsync(await InvitedAsync(Role.Admin), account, [code], 10, Ct);
        var (id, other) = (account.Person.Id, Node());

        Assert.False(await Database.LocalAccounts.TakeStepAsync(id, 10, Ct));
        var steps = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => (index % 2 == 0 ? Database : other).LocalAccounts.TakeStepAsync(id, 11, Ct)));
        Assert.Single(steps, taken => taken);
        var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => (index % 2 == 0 ? Database : other).LocalAccounts.TakeRecoveryCodeAsync(id, code, Ct)));
        Assert.Single(codes, taken => taken);
    }

    [Fact]
    public async Task Every_tenth_wrong_attempt_locks_for_a_while()
    {
        var account = Account("grace");
        await Database.Invitations.AcceptAsync(await InvitedAsync(Role.Admin), account, [], 1, Ct);
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            Assert.Null((await Database.LocalAccounts.FindAsync("grace", Ct))!.LockedUntil);
            await Database.LocalAccounts.FailedAsync(account.Person.Id, 10, TimeSpan.FromMinutes(15), Ct);
        }

        Assert.Equal(Clock.GetUtcNow().AddMinutes(15), (await Database.LocalAccounts.FindAsync("grace", Ct))!.LockedUntil);
        await Database.LocalAccounts.SucceededAsync(account.Person.Id, Ct);
        Assert.Null((await Database.LocalAccounts.FindAsync("grace", Ct))!.LockedUntil);
    }

    [Fact]
    public async Task Session_comes_back_with_its_person_until_it_is_ended_on_another_node()
    {
        await Database.People.SawAsync(Ada, "ada", "Ada", Ct);
        var session = SessionOf(Ada, "one");
        await Database.Sessions.BeginAsync(session, null, Ct);

        var (found, person) = (await Database.Sessions.FindAsync(session.Hash, Ct))!.Value;
        Assert.Equal((session.Id, session.EndsAt, "ada"), (found.Id, found.EndsAt, person.Login));
        Assert.Null(await Database.Sessions.FindAsync(Secret.Hash("two"), Ct));
        Assert.False(await Database.Sessions.EndAsync(session.Id, new PersonId("main", "2"), Ct));
        Assert.True(await Node().Sessions.EndAsync(session.Id, Ada, Ct));
        Assert.Null(await Database.Sessions.FindAsync(session.Hash, Ct));
    }

    [Fact]
    public async Task Sessions_are_listed_page_by_page_those_that_began_last_first()
    {
        await Database.People.SawAsync(Ada, "ada", "Ada", Ct);
        await Database.People.SawAsync(new PersonId("main", "2"), "bob", "Bob", Ct);
        var begun = new List<Session>();
        for (var number = 0; number < 7; number++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            begun.Add(SessionOf(number == 3 ? new PersonId("main", "2") : Ada, $"session {number}") with { Id = Guid.CreateVersion7(Clock.GetUtcNow()) });
            await Database.Sessions.BeginAsync(begun[^1], null, Ct);
        }

        var first = await Database.Sessions.ListAsync(null, null, 4, Ct);
        var rest = await Database.Sessions.ListAsync(null, first[^1].Id, 4, Ct);
        Assert.Equal(begun.AsEnumerable().Reverse().Select(session => session.Id), first.Concat(rest).Select(session => session.Id));
        Assert.Equal(6, (await Database.Sessions.ListAsync(Ada, null, 10, Ct)).Length);
    }

    [Fact]
    public async Task Several_people_are_found_at_once_and_nobody_else()
    {
        foreach (var (issuer, id) in new[] { ("main", "1"), ("main", "2"), ("other", "1"), ("other", "2") })
            await Database.People.SawAsync(new PersonId(issuer, id), "login", $"{issuer} {id}", Ct);
        var found = await Database.People.FindAsync(new HashSet<PersonId> { new("main", "2"), new("other", "1"), new("other", "9") }, Ct);
        Assert.Equal(["main 2", "other 1"], found.Select(person => person.Name).Order(StringComparer.Ordinal));
        Assert.Empty(await Database.People.FindAsync(new HashSet<PersonId>(), Ct));
    }

    [Fact]
    public async Task Role_is_a_change_of_the_log_and_the_last_administrator_keeps_theirs()
    {
        await Database.People.SawAsync(Ada, "ada", "Ada", Ct);
        Assert.Equal(RoleChange.Done, await Database.People.SetRoleAsync(Ada, Role.Admin, "cli:root@host", Ct));
        Assert.Equal(RoleChange.LastAdministrator, await Database.People.SetRoleAsync(Ada, null, "person:main/1", Ct));
        Assert.Equal(RoleChange.LastAdministrator, await Database.People.RemoveAsync(Ada, "person:main/1", Ct));

        await using var context = Database.CreateContext();
        var entry = await context.ChangeLog.SingleAsync(Ct);
        Assert.Equal("~ people/main/1: ada, role none -> admin", entry.Difference);
    }

    [Fact]
    public async Task Who_is_removed_has_no_session_left()
    {
        await Database.People.SawAsync(Ada, "ada", "Ada", Ct);
        var session = SessionOf(Ada, "one");
        await Database.Sessions.BeginAsync(session, null, Ct);
        Assert.Equal(RoleChange.Done, await Database.People.RemoveAsync(Ada, "test", Ct));
        Assert.Null(await Database.Sessions.FindAsync(session.Hash, Ct));
        Assert.Null(await Database.People.FindAsync(Ada, Ct));
    }

    [Fact]
    public async Task People_are_listed_page_by_page()
    {
        foreach (var id in Enumerable.Range(1, 7))
            await Database.People.SawAsync(new PersonId("main", $"{id}"), $"login{id}", "Somebody", Ct);
        var first = await Database.People.ListAsync(withRole: false, null, 4, Ct);
        var rest = await Database.People.ListAsync(withRole: false, first[^1].Id, 4, Ct);
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7"], first.Concat(rest).Select(person => person.Id.Id));
    }

    [Fact]
    public async Task Protection_keys_are_the_same_on_every_node()
    {
        await Database.ProtectionKeys.AddAsync("key-1", [1, 2, 3], Ct);
        await Database.ProtectionKeys.RewrapAsync((name, wrapped) => [.. wrapped, 4], Ct);
        var (name, kept) = Assert.Single(await Node().ProtectionKeys.ReadAsync(Ct));
        Assert.Equal(("key-1", 4), (name, kept.Length));
    }

    private async Task<ImmutableArray<byte>> InvitedAsync(Role role)
    {
        var hash = Secret.Hash("first");
        Assert.True(await Database.Invitations.AddAsync(new Invitation(hash, role, First: true, "cli:root@host", Clock.GetUtcNow() + Invitation.Life), Ct));
        return hash;
    }

    private LocalAccount Account(string login) => new()
    {
        Person = new Person { Id = new PersonId(PersonId.Local, Guid.NewGuid().ToString()), Login = login, Name = "Grace", CreatedAt = Clock.GetUtcNow() },
        PasswordHash = "hash",
    };

    private Session SessionOf(PersonId person, string secret) => new()
    {
        Id = Guid.NewGuid(),
        Hash = Secret.Hash(secret),
        Person = person,
        CreatedAt = Clock.GetUtcNow(),
        SeenAt = Clock.GetUtcNow(),
        ProvedAt = Clock.GetUtcNow(),
        EndsAt = Clock.GetUtcNow().AddHours(12),
        Address = "192.0.2.7",
        Agent = "A browser",
    };
}
