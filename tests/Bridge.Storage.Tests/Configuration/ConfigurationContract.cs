using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Configuration;

public sealed class SqliteConfigurationTests : ConfigurationContract<SqliteHome>;

public sealed class PostgreSqlConfigurationTests : ConfigurationContract<PostgreSqlHome>;

/// <summary>What administrators defined.</summary>
public abstract class ConfigurationContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private IConfigurationStore Store => Database.Configuration;

    [Fact]
    public async Task At_first_there_is_nothing_at_revision_one()
    {
        var source = await Store.ReadAsync(Ct);

        Assert.Equal(1, source.Revision);
        Assert.Equal(1, await Store.RevisionAsync(Ct));
        Assert.Empty(source.Definitions);
        Assert.Empty(source.Templates);
        Assert.Empty(source.Keys);
        Assert.Empty(source.PrefixOwners);
    }

    [Fact]
    public async Task A_change_is_read_as_it_was_written()
    {
        var party = new Definition(Section.RelyingParties, "deploy", 0, Written());
        Assert.Equal(ChangeOutcome.Written, await Store.ChangeAsync(Samples.Change(1, Samples.Issuer("gitlab", "gl:"), party), Ct));

        var source = await Node().Configuration.ReadAsync(Ct);

        Assert.Equal(2, source.Revision);
        Assert.Equal([(Section.Issuers, "gitlab", 1), (Section.RelyingParties, "deploy", 1)], source.Definitions.Select(one => (one.Section, one.Id, one.Version)));
        Assert.Equal(NodeJson.Write(party.Value), NodeJson.Write(source.Definitions[1].Value));
        Assert.Equal("gitlab", Assert.Single(source.PrefixOwners, pair => pair.Key == "gl:").Value);
    }

    [Fact]
    public async Task Each_put_makes_the_next_version()
    {
        for (var revision = 1; revision <= 3; revision++)
            await Store.ChangeAsync(Samples.Change(revision, new Definition(Section.Clients, "ci", 99, Samples.Map(("id", $"{revision}")))), Ct);

        var client = Assert.Single((await Store.ReadAsync(Ct)).Definitions);

        Assert.Equal(3, client.Version);
        Assert.Equal("""{"id":"3"}""", NodeJson.Write(client.Value));
    }

    [Fact]
    public async Task A_change_against_another_revision_writes_nothing()
    {
        Assert.Equal(ChangeOutcome.Superseded, await Store.ChangeAsync(Samples.Change(2, Samples.Issuer("gitlab")), Ct));

        Assert.Empty((await Store.ReadAsync(Ct)).Definitions);
        Assert.Equal(1, await Store.RevisionAsync(Ct));
        await using var context = Database.CreateContext();
        Assert.Equal(0, await context.ChangeLog.CountAsync(Ct));
    }

    [Fact]
    public async Task Of_changes_at_once_one_goes_through()
    {
        var nodes = new[] { Database, Node() };

        var through = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => nodes[i % 2].Configuration.ChangeAsync(Samples.Change(1, Samples.Issuer($"issuer-{i}", $"{i}:")), Ct))));

        Assert.Single(through, ChangeOutcome.Written);
        Assert.Single((await Store.ReadAsync(Ct)).Definitions);
    }

    [Fact]
    public async Task The_change_log_says_who_and_what()
    {
        await Store.ChangeAsync(Samples.Change(1) with { FileHash = "abc", Difference = ["+ issuers gitlab", "~ clients ci"] }, Ct);

        await using var context = Database.CreateContext();
        var entry = await context.ChangeLog.SingleAsync(Ct);

        Assert.Equal((Clock.GetUtcNow(), "cli:root@host", "abc", "+ issuers gitlab\n~ clients ci", 2), (entry.At, entry.Author, entry.FileHash, entry.Difference, entry.Revision));
    }

    [Fact]
    public async Task The_id_of_a_deleted_issuer_is_never_used_again()
    {
        await Store.ChangeAsync(Samples.Change(1, Samples.Issuer("gitlab")), Ct);
        await Store.ChangeAsync(Samples.Change(2) with { Delete = [(Section.Issuers, "gitlab")] }, Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.ChangeAsync(Samples.Change(3, Samples.Issuer("gitlab")), Ct));

        Assert.Equal(3, await Store.RevisionAsync(Ct));
        Assert.Empty((await Store.ReadAsync(Ct)).Definitions);
    }

    [Fact]
    public async Task A_subject_prefix_stays_with_its_first_issuer()
    {
        await Store.ChangeAsync(Samples.Change(1, Samples.Issuer("one", "x:")), Ct);
        await Store.ChangeAsync(Samples.Change(2, Samples.Issuer("one", "y:")), Ct);
        await Store.ChangeAsync(Samples.Change(3) with { Delete = [(Section.Issuers, "one")] }, Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.ChangeAsync(Samples.Change(4, Samples.Issuer("two", "x:")), Ct));

        Assert.Equal("one", (await Store.ReadAsync(Ct)).PrefixOwners["x:"]);
    }

    [Fact]
    public async Task Nothing_of_a_change_that_fails_half_way_stays()
    {
        await Store.ChangeAsync(Samples.Change(1, Samples.Issuer("one", "x:")), Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.ChangeAsync(
            Samples.Change(2, new Definition(Section.Clients, "ci", 0, Samples.Map(("id", "ci"))), Samples.Issuer("two", "x:")) with { Enrol = [new("one", "22")] }, Ct));

        Assert.Equal("one", Assert.Single((await Store.ReadAsync(Ct)).Definitions).Id);
        Assert.Empty(await Store.EnrolledProjectsAsync(Ct));
    }

    [Fact]
    public async Task Projects_are_enrolled_and_withdrawn()
    {
        await Store.ChangeAsync(Samples.Change(1) with { Enrol = [new("gitlab", "22"), new("gitlab", "23")] }, Ct);
        await Store.ChangeAsync(Samples.Change(2) with { Enrol = [new("gitlab", "22")], Withdraw = [new("gitlab", "23"), new("gitlab", "24")] }, Ct);

        Assert.Equal([new EnrolledProject("gitlab", "22")], await Store.EnrolledProjectsAsync(Ct));
        Assert.True((await Store.FindProjectAsync(new("gitlab", "22", "a/b", null, null), Ct)).Enrolled);
        Assert.False((await Store.FindProjectAsync(new("gitlab", "23", "a/b", null, null), Ct)).Enrolled);
    }

    private static Node.Map Written() => new(
        [
            new("id", new Node.Scalar("deploy", ScalarType.Text, 4), 4),
            new("number", new Node.Scalar("1.50e2", ScalarType.Number, 5), 5),
            new("on", new Node.Scalar("true", ScalarType.Boolean, 6), 6),
            new("none", new Node.Scalar("null", ScalarType.Null, 7), 7),
            new("text", new Node.Scalar("\0 <é> \U0001F600 \"", ScalarType.Text, 8), 8),
            new("list", new Node.List([Samples.Map(("a", "b")), new Node.List(ImmutableArray<Node>.Empty, 9)], 9), 9),
        ], 4);
}
