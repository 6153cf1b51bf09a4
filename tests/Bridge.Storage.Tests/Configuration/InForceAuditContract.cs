using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.History;
using Bridge.Storage.Model;
using Bridge.Storage.Tests.Homes;
using Bridge.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Configuration;

public sealed class SqliteInForceAuditTests : InForceAuditContract<SqliteHome>;

public sealed class PostgreSqlInForceAuditTests : InForceAuditContract<PostgreSqlHome>;

/// <summary>What somebody may do to what is in force who can write the database and leaves the change log as it is.</summary>
public abstract class InForceAuditContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    [Fact]
    public async Task What_is_in_force_is_as_the_log_left_it_after_every_kind_of_change()
    {
        await EverythingAsync();

        Assert.Empty((await VerifyAsync()).Altered);
    }

    [Theory]
    [InlineData("UPDATE clients SET definition = replace(definition, 'one', 'other')", "clients/ci is not as version 1 left it")]
    [InlineData("UPDATE mappings SET version = 3", "mappings/team is not as version 1 left it")]
    [InlineData("DELETE FROM clients", "clients/ci is not there, as version 1 left it")]
    [InlineData("INSERT INTO clients (id, version, definition) SELECT 'other', 1, definition FROM clients", "clients/other is there, and no change made it")]
    [InlineData("INSERT INTO relying_parties (id, version, definition) SELECT 'gone', 1, definition FROM clients", "relying_parties/gone is there, and version 2 deleted it")]
    [InlineData("UPDATE sub_components SET claim = 'project_id' WHERE position = 0", "sub_components/own is not as version 1 left it")]
    [InlineData("UPDATE sub_templates SET project_id = '21'", "sub_components/own is not as version 1 left it")]
    [InlineData("UPDATE enrolled_projects SET project_id = '21'", "projects/gitlab/20 is not there, as version 1 left it; projects/gitlab/21 is there, and no change made it")]
    [InlineData("UPDATE people SET role = 'Admin' WHERE id = '7'", "people/gitlab/7 is not as version 1 left it")]
    [InlineData("UPDATE people SET role = NULL WHERE id = '7'", "people/gitlab/7 is not as version 1 left it")]
    [InlineData("UPDATE people SET role = 'Admin' WHERE id = '8'", "people/gitlab/8 is there, and no change made it")]
    public async Task A_row_that_was_changed_past_the_log_is_named(string sql, string expected)
    {
        await EverythingAsync();
        await ExecuteAsync(sql);

        var audit = await VerifyAsync();

        Assert.Null(audit.Broken);
        Assert.Equal(expected, string.Join("; ", audit.Altered.Select(altered => $"{altered.Section}/{altered.Id} {altered.Message}")));
        Assert.False(audit.Passed);
    }

    [Fact]
    public async Task A_token_with_more_reach_or_one_that_came_back_is_named()
    {
        await EverythingAsync();
        var (bound, revoked) = (Token(new Reach.Project("gitlab", "20")), Token(Reach.Everything));
        foreach (var token in new[] { bound, revoked })
            await Database.ApiTokens.CreateAsync(token, [.. token.Id.ToByteArray()], Ct);
        await Database.ApiTokens.RevokeAsync(revoked.Id, "cli:root@host", Ct);
        Assert.Empty((await VerifyAsync()).Altered);

        await ExecuteAsync("UPDATE api_tokens SET issuer = '', project_id = '', revoked_at = NULL");

        Assert.Equal(
            new[] { $"tokens/{bound.Id} is not as version 1 left it", $"tokens/{revoked.Id} is not as version 2 left it" }.Order(StringComparer.Ordinal),
            (await VerifyAsync()).Altered.Select(altered => $"{altered.Section}/{altered.Id} {altered.Message}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_broken_log_left_is_not_looked_for()
    {
        await EverythingAsync();
        await ExecuteAsync("UPDATE change_log SET why = NULL WHERE revision = 3");
        await ExecuteAsync("DELETE FROM clients");

        Assert.Empty((await VerifyAsync()).Altered);
    }

    [Fact]
    public async Task What_is_older_than_the_history_is_no_ones_doing()
    {
        await using (var context = Database.CreateContext())
        {
            context.ChangeLog.Add(new ChangeEntry { Revision = 2, At = Clock.GetUtcNow(), Author = "cli:old@host", Difference = "+ clients/old" });
            context.Definitions(Section.Clients).Add(new DefinitionRow { Id = "old", Version = 1, Definition = "{}" });
            await context.SaveChangesAsync(Ct);
        }

        await ExecuteAsync("UPDATE revision SET number = 2");

        Assert.Empty((await VerifyAsync()).Altered);
    }

    private ApiToken Token(Reach reach) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = "pipeline",
        Right = Right.Write,
        Reach = reach,
        Author = "cli:root@host",
        CreatedAt = Clock.GetUtcNow().AddTicks(17),
        ExpiresAt = Clock.GetUtcNow().AddDays(1),
    };

    /// <summary>Something of every section, and something that was deleted.</summary>
    private async Task EverythingAsync()
    {
        await ChangeAsync(change => change with { Put = [new(Section.Clients, "ci", 0, Samples.Map(("id", "one"))), new(Section.Mappings, "team", 0, Samples.Map(("id", "one")))] });
        var template = SubTemplate.Default with { Id = "own", Level = TemplateLevel.Project, Issuer = "gitlab", ProjectId = "20" };
        await ChangeAsync(change => change with { Put = [new(Section.RelyingParties, "gone", 0, Samples.Map(("id", "gone")))], PutTemplates = [template], Enrol = [new EnrolledProject("gitlab", "20")] });
        await ChangeAsync(change => change with { Delete = [(Section.RelyingParties, "gone")] });
        foreach (var id in new[] { "7", "8" })
            await Database.People.SawAsync(new PersonId("gitlab", id), $"p{id}", "Somebody", Ct);
        await Database.People.SetRoleAsync(new PersonId("gitlab", "7"), Role.Auditor, "cli:root@host", Ct);
        // What GitLab calls somebody changes without a change of configuration.
        await Database.People.SawAsync(new PersonId("gitlab", "7"), "other", "Other", Ct);
    }

    private async Task ChangeAsync(Func<ConfigurationChange, ConfigurationChange> what)
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        var change = what(Samples.Change(await Database.Configuration.RevisionAsync(Ct))) with { Why = "because" };
        Assert.Equal(ChangeOutcome.Written, await Database.Configuration.ChangeAsync(change, Ct));
    }

    private Task<Audit> VerifyAsync() => Database.History.VerifyAsync(null, Ct);

    private async Task ExecuteAsync(string sql)
    {
        await using var context = Database.CreateContext();
        Assert.NotEqual(0, await context.Database.ExecuteSqlRawAsync(sql, Ct));
    }
}
