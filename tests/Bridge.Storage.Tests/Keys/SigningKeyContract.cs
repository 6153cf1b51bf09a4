using Bridge.Keys;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Keys;

public sealed class SqliteSigningKeyTests : SigningKeyContract<SqliteHome>;

public sealed class PostgreSqlSigningKeyTests : SigningKeyContract<PostgreSqlHome>;

/// <summary>The signing keys of all nodes.</summary>
public abstract class SigningKeyContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    [Fact]
    public async Task A_key_comes_back_as_it_was_stored()
    {
        var key = Key("kid-1", 1) with { RetiredAt = Clock.GetUtcNow().AddDays(1), RemovedAt = Clock.GetUtcNow().AddDays(2), RevokedAt = Clock.GetUtcNow() };
        await Database.Keys.ChangeAsync(keys => keys.Add(key), "cli:root@host", Ct);

        var read = Assert.Single((await Database.Configuration.ReadAsync(Ct)).Keys);

        Assert.Equal(key.WrappedPrivateKey, read.WrappedPrivateKey);
        Assert.Equal(key, read with { WrappedPrivateKey = key.WrappedPrivateKey });
        Assert.Equal(2, await Database.Configuration.RevisionAsync(Ct));
    }

    [Fact]
    public async Task Nothing_is_written_where_nothing_changed()
    {
        await Database.Keys.ChangeAsync(keys => keys.Add(Key("kid-1", 1)), "test", Ct);

        await Database.Keys.ChangeAsync(keys => [.. keys.Select(key => key with { WrappedPrivateKey = [.. key.WrappedPrivateKey] })], "test", Ct);

        Assert.Equal(2, await Database.Configuration.RevisionAsync(Ct));
        await using var context = Database.CreateContext();
        Assert.Equal("+ signing key RS256 generation 1 (kid-1)", (await context.ChangeLog.SingleAsync(Ct)).Difference);
    }

    [Fact]
    public async Task Nodes_that_rotate_at_once_make_one_key()
    {
        var nodes = new[] { Database, Node(), Node() };

        var seen = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() =>
            nodes[i % 3].Keys.ChangeAsync(keys => keys.IsEmpty ? [Key($"kid-{i}", 1)] : keys, $"node-{i}", Ct))));

        Assert.Single(seen.Select(keys => Assert.Single(keys).KeyId).Distinct());
        Assert.Equal(2, await Database.Configuration.RevisionAsync(Ct));
    }

    [Fact]
    public async Task What_happened_to_keys_is_in_the_change_log()
    {
        await Database.Keys.ChangeAsync(_ => [Key("kid-1", 1), Key("kid-2", 2)], "test", Ct);
        await Database.Keys.ChangeAsync(keys => [keys[0] with { RevokedAt = Clock.GetUtcNow() }, keys[1] with { WrappedPrivateKey = [9] }], "test", Ct);
        await Database.Keys.ChangeAsync(keys => [keys[1]], "test", Ct);

        await using var context = Database.CreateContext();
        var log = await context.ChangeLog.OrderBy(row => row.Revision).Select(row => row.Difference).ToListAsync(Ct);

        Assert.Equal("~ signing key RS256 generation 1 (kid-1): revoked 2026-07-01T12:00:00Z\n~ signing key RS256 generation 2 (kid-2): wrapped anew", log[1]);
        Assert.Equal("- signing key RS256 generation 1 (kid-1)", log[2]);
        Assert.Equal("kid-2", Assert.Single((await Database.Configuration.ReadAsync(Ct)).Keys).KeyId);
    }

    [Fact]
    public async Task A_key_change_supersedes_what_was_decided_before()
    {
        await Database.Keys.ChangeAsync(keys => keys.Add(Key("kid-1", 1)), "test", Ct);

        Assert.Equal(Bridge.Records.CommitOutcome.Superseded, await Database.Journal.CommitAsync(Samples.Entry(revision: 1), Ct));
    }

    private StoredKey Key(string id, int generation) => new()
    {
        KeyId = id,
        Algorithm = "RS256",
        Generation = generation,
        AnnouncedAt = Clock.GetUtcNow(),
        ActiveAt = Clock.GetUtcNow().AddHours(1),
        PublicJwk = """{"kty":"RSA"}""",
        WrappedPrivateKey = [1, 2, 3, 0, 255],
    };
}
