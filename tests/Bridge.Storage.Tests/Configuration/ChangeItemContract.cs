using Bridge.Configuration;
using Bridge.Configuration.History;
using Bridge.Keys;
using Bridge.Storage.Tests.Homes;
using Bridge.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Configuration;

public sealed class SqliteChangeItemTests : ChangeItemContract<SqliteHome>;

public sealed class PostgreSqlChangeItemTests : ChangeItemContract<PostgreSqlHome>;

/// <summary>What every change keeps of the things that it touches.</summary>
public abstract class ChangeItemContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private static readonly SubTemplate Template = SubTemplate.Default with { Id = "t1", Components = [new("project_id"), new("ref", Omit: true)] };

    private IConfigurationStore Store => Database.Configuration;

    [Fact]
    public async Task Each_thing_that_is_touched_is_kept_as_it_was_and_as_it_is()
    {
        await ChangeAsync(change => change with { Put = [Client("one")], PutTemplates = [Template], Enrol = [new("gitlab", "22")] });
        await ChangeAsync(change => change with { Put = [Client("two")], PutTemplates = [Template with { Components = [new("project_path")] }], Withdraw = [new("gitlab", "22")] });
        await ChangeAsync(change => change with { Delete = [(Section.Clients, "ci")], DeleteTemplates = ["t1"] });

        const string One = """{"id":"t1","components":["project_id",{"claim":"ref","missing":"omit"}]}""";
        const string Two = """{"id":"t1","components":["project_path"]}""";
        const string Enrolled = """{"issuer":"gitlab","project_id":"22"}""";
        Assert.Equal(
            [
                (2, new ChangeItem("clients", "ci", 1, null, """{"id":"one"}""")),
                (2, new("sub_components", "t1", 1, null, One)),
                (2, new("projects", "gitlab/22", 1, null, Enrolled)),
                (3, new("clients", "ci", 2, """{"id":"one"}""", """{"id":"two"}""")),
                (3, new("sub_components", "t1", 2, One, Two)),
                (3, new("projects", "gitlab/22", 2, Enrolled, null)),
                (4, new("clients", "ci", 3, """{"id":"two"}""", null)),
                (4, new("sub_components", "t1", 3, Two, null)),
            ],
            await ItemsAsync());
    }

    [Fact]
    public async Task A_version_never_comes_twice_also_after_deletion()
    {
        for (var i = 0; i < 2; i++)
        {
            await ChangeAsync(change => change with { Put = [Client("one")], PutTemplates = [Template], Enrol = [new("gitlab", "22")] });
            await ChangeAsync(change => change with { Delete = [(Section.Clients, "ci")], DeleteTemplates = ["t1"], Withdraw = [new("gitlab", "22")] });
        }

        await ChangeAsync(change => change with { Put = [Client("one")], PutTemplates = [Template], Enrol = [new("gitlab", "22")] });

        var items = await ItemsAsync();
        Assert.All(new[] { "ci", "t1", "gitlab/22" }, id => Assert.Equal([1, 2, 3, 4, 5], items.Where(one => one.Item.Id == id).Select(one => one.Item.Version)));
        var source = await Store.ReadAsync(Ct);
        Assert.Equal((5, 5), (Assert.Single(source.Definitions).Version, Assert.Single(source.Templates).Version));
    }

    [Fact]
    public async Task What_does_not_change_anything_leaves_no_item()
    {
        await ChangeAsync(change => change with { Enrol = [new("gitlab", "22")] });
        await ChangeAsync(change => change with { Enrol = [new("gitlab", "22")], Withdraw = [new("gitlab", "23")], Delete = [(Section.Clients, "none")], DeleteTemplates = ["none"] });

        Assert.Equal(2, Assert.Single(await ItemsAsync()).Revision);
    }

    [Fact]
    public async Task Signing_keys_are_kept_without_their_private_part()
    {
        var key = new StoredKey { KeyId = "kid", Algorithm = "RS256", Generation = 1, AnnouncedAt = Clock.GetUtcNow(), ActiveAt = Clock.GetUtcNow(), PublicJwk = """{"kty":"RSA"}""", WrappedPrivateKey = [1, 2, 3] };
        await Database.Keys.ChangeAsync(_ => [key], "test", Ct);
        await Database.Keys.ChangeAsync(_ => [key with { WrappedPrivateKey = [4, 5, 6] }], "test", Ct);

        var items = await ItemsAsync();

        const string Public = """{"key_id":"kid","algorithm":"RS256","generation":1,"announced_at":"2026-07-01T12:00:00+00:00","active_at":"2026-07-01T12:00:00+00:00","public_jwk":{"kty":"RSA"},"wrapped_private_key_sha256":"039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"}""";
        Assert.Equal(new ChangeItem("signing_keys", "RS256/1", 1, null, Public), items[0].Item);
        Assert.Equal(("RS256/1", 2, Public), (items[1].Item.Id, items[1].Item.Version, items[1].Item.Before));
        Assert.Equal(2, items.Count);
    }

    [Fact]
    public async Task The_entry_says_why_and_of_what_its_author_was_warned()
    {
        var warning = new Warning("subject_can_shrink", "sub_components[t1].components", "the shortest \0 \uD800 one", 3);
        await ChangeAsync(change => change with { Why = "ticket 7\0", Warnings = [warning] });

        await using var context = Database.CreateContext();
        var entry = await context.ChangeLog.SingleAsync(Ct);

        Assert.Equal("ticket 7\uFFFD", entry.Why);
        Assert.Equal(warning with { Message = "the shortest \0 \uFFFD one" }, Assert.Single(entry.ReadWarnings()));
    }

    [Fact]
    public async Task Each_entry_holds_the_hash_of_the_one_before()
    {
        await ChangeAsync(change => change with { Why = "ünïcode \U0001F600", Put = [Client("<é>")] });
        await ChangeAsync(change => change with { Put = [Client("two"), new(Section.Mappings, "team", 0, Samples.Map(("id", "team")))] });

        await using var context = Database.CreateContext();
        var entries = await context.ChangeLog.OrderBy(row => row.Revision).ToListAsync(Ct);
        var items = await ItemsAsync();

        Assert.Null(entries[0].PreviousHash);
        Assert.Equal(entries[0].Hash, entries[1].PreviousHash);
        Assert.All(entries, entry =>
        {
            using var hash = new ChangeHash(entry);
            items.Where(one => one.Revision == entry.Revision).ToList().ForEach(one => hash.Add(one.Item));
            Assert.Equal(hash.End(), entry.Hash);
        });
    }

    private static Definition Client(string id) => new(Section.Clients, "ci", 0, Samples.Map(("id", id)));

    private async Task ChangeAsync(Func<ConfigurationChange, ConfigurationChange> change) =>
        Assert.Equal(ChangeOutcome.Written, await Store.ChangeAsync(change(Samples.Change(await Store.RevisionAsync(Ct))), Ct));

    private async Task<List<(long Revision, ChangeItem Item)>> ItemsAsync()
    {
        await using var context = Database.CreateContext();
        var rows = await context.ChangeItems.OrderBy(row => row.Revision).ThenBy(row => row.Position).ToListAsync(Ct);
        return [.. rows.Select(row => (row.Revision, new ChangeItem(row.Section, row.Id, row.Version, row.Before, row.After)))];
    }
}
