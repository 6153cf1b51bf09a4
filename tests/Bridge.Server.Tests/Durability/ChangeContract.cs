using System.Collections.Concurrent;
using Bridge.Server.Tests.Attacks;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Durability;

public sealed class SqliteChangeTests(SqliteWorld world) : ChangeContract<SqliteWorld>(world);

public sealed class PostgreSqlChangeTests(PostgreSqlWorld world) : ChangeContract<PostgreSqlWorld>(world);

/// <summary>A change holds from its commit on, on every node, whatever is under way.</summary>
public abstract class ChangeContract<TWorld>(TWorld world) : WorldTest<TWorld>(world)
    where TWorld : World
{
    private const int Callers = 8;

    protected override string Yaml(World world) => Issuer(world.GitLab) + """
        relying_parties:
          - { id: rule, audience: 'https://rule.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: party, audience: 'https://party.test', rules: [{ id: all, effect: allow, everyone: true }] }

        """;

    [Theory]
    [InlineData("https://rule.test", "relying_parties: [{ id: rule, audience: 'https://rule.test', rules: [{ id: all, effect: allow, everyone: true, enabled: false }] }]", "no_rule_matched")]
    [InlineData("https://party.test", "relying_parties: [{ id: party, audience: 'https://party.test', enabled: false, rules: [{ id: all, effect: allow, everyone: true }] }]", "target_disabled")]
    public async Task No_grant_comes_under_what_apply_switched_off_once_it_returned(string audience, string off, string reason)
    {
        await using var second = await World.SecondNodeAsync(Ct);
        var answers = new ConcurrentQueue<(bool SentAfter, TokenResponse Answer)>();
        var (applied, done) = (0, 0);
        var token = Job();

        var callers = Enumerable.Range(0, Callers).Select(number => CallAsync(number % 2 == 0 ? Bridge : second)).ToList();
        await Eventually.IsTrueAsync(() => answers.Count(one => one.Answer.AccessToken is not null) >= 4 * Callers, Ct);
        await Bridge.ApplyAsync(off, Ct);
        Volatile.Write(ref applied, 1);
        await Eventually.IsTrueAsync(() => answers.Count(one => one.SentAfter) >= 4 * Callers, Ct);
        Volatile.Write(ref done, 1);
        await Task.WhenAll(callers);

        Assert.All(answers.Where(one => one.SentAfter), one => Assert.Equal(reason, one.Answer.Reason));
        Assert.All(answers, one => Assert.True(one.Answer.AccessToken is not null || one.Answer.Reason == reason, one.Answer.Text));
        var (revision, records) = (await second.Engine.Configurations.RefreshAsync(Ct), await RecordsAsync(second));
        Assert.DoesNotContain(records, record => record.UnverifiedTarget == audience && record.Granted && record.Revision >= revision.Revision);
        Assert.Equal(answers.Count, records.Count(record => record.UnverifiedTarget == audience));

        async Task CallAsync(BridgeServer node)
        {
            while (Volatile.Read(ref done) == 0)
            {
                var after = Volatile.Read(ref applied) == 1;
                answers.Enqueue((after, await SendAsync(node, token, audience)));
            }
        }
    }
}
