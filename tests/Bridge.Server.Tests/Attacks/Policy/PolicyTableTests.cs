using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Records;
using Bridge.Server.Tests.Simulator;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Policy;

/// <summary>Each row of <see cref="PolicyTable"/> over HTTP, with a relying party and a project of its own.</summary>
public sealed class PolicyTableTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private static readonly string[] Reserved =
    [
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "azp", "client_id", "scope", "act", "may_act", "cnf", "nonce", "auth_time", "acr", "amr", "sid", "at_hash", "c_hash",
        "email_verified", "idp", "bridge_exchange_id", "project_id", "namespace_id", "pipeline_id", "job_id",
    ];

    protected override string Yaml(World world) => Issuer(world.GitLab);

    [Theory]
    [MemberData(nameof(PolicyTable.RelyingParties), MemberType = typeof(PolicyTable))]
    public Task A_relying_party_serves_as_it_says(string what, string configuration, string job, string expected) => HoldsAsync(what, configuration, job, expected);

    [Theory]
    [MemberData(nameof(PolicyTable.Rules), MemberType = typeof(PolicyTable))]
    public Task Rules_decide_as_they_say(string what, string configuration, string job, string expected) => HoldsAsync(what, configuration, job, expected);

    [Theory]
    [MemberData(nameof(PolicyTable.Tokens), MemberType = typeof(PolicyTable))]
    public Task A_token_is_what_its_relying_party_expects(string what, string configuration, string job, string expected) => HoldsAsync(what, configuration, job, expected);

    [Fact]
    public async Task A_relying_party_has_a_thousand_rules_at_most()
    {
        await Bridge.ApplyAsync(Party(1000), Ct);
        var mistake = await Assert.ThrowsAsync<ArgumentException>(() => Bridge.ApplyAsync(Party(1001), Ct));
        Assert.Contains("relying_parties[long].rules: are more than 1000", mistake.Message, StringComparison.Ordinal);

        static string Party(int rules) => $"relying_parties: [{{ id: long, audience: 'https://long.test', rules: [{string.Join(", ", Enumerable.Range(0, rules).Select(number => $"{{ id: r{number}, effect: deny, everyone: true }}"))}] }}]";
    }

    [Fact]
    public async Task No_mapping_fills_a_reserved_claim()
    {
        foreach (var claim in Reserved)
        {
            var own = await Assert.ThrowsAsync<ArgumentException>(() => Bridge.ApplyAsync($"relying_parties: [{{ id: reserved, audience: 'https://reserved.test', claims: {{ {claim}: {{ constant: x }} }} }}]", Ct));
            var instance = await Assert.ThrowsAsync<ArgumentException>(() => Bridge.ApplyAsync($"mappings: [{{ id: {claim}, constant: x }}]", Ct));
            Assert.All([own, instance], mistake => Assert.Contains($"{claim} is reserved: no mapping can fill it", mistake.Message, StringComparison.Ordinal));
        }
    }

    private async Task HoldsAsync(string what, string configuration, string job, string expected)
    {
        var project = World.NewProjectId();
        var audience = $"https://t{project}.test";
        var members = configuration.StartsWith("audience:", StringComparison.Ordinal) ? configuration : $"audience: '{audience}'{(configuration.Length > 0 ? ", " : "")}{configuration}";
        var yaml = $"relying_parties: [{{ id: t{project}, {members} }}]";
        if (expected.StartsWith("mistake: ", StringComparison.Ordinal))
        {
            var mistake = await Assert.ThrowsAsync<ArgumentException>(() => Bridge.ApplyAsync(yaml, Ct));
            Assert.True(mistake.Message.Contains(expected["mistake: ".Length..], StringComparison.Ordinal), $"{what}: {mistake.Message}");
            return;
        }

        await Bridge.ApplyAsync(yaml, Ct);
        var facts = await FactsAsync(project, audience, Claims(job));
        foreach (var (name, value) in Expected(expected.Replace("{audience}", audience, StringComparison.Ordinal).Replace("{project}", project, StringComparison.Ordinal)))
            Assert.True(facts.GetValueOrDefault(name, "") == value, $"{what}: {name} is {facts.GetValueOrDefault(name, "not there")}, not {value}");
    }

    // A text {n} stands for n characters.
    private static JsonObject Claims(string job) => JsonNode.Parse(job.Replace("{257}", new string('x', 257), StringComparison.Ordinal).Replace("{100}", new string('x', 100), StringComparison.Ordinal))!.AsObject();

    private static IEnumerable<(string Name, string Value)> Expected(string expected) => expected.Split("; ").Select((fact, index) =>
        index == 0 ? ("outcome", fact) : (fact[..fact.IndexOf('=', StringComparison.Ordinal)], fact[(fact.IndexOf('=', StringComparison.Ordinal) + 1)..]));

    private async Task<Dictionary<string, string>> FactsAsync(string project, string audience, JsonObject job)
    {
        var parameters = job.Where(member => member.Key.StartsWith('?')).Select(member => (member.Key[1..], member.Value!.ToString())).ToList();
        var claims = job.Where(member => !member.Key.StartsWith('?')).Select(member => (member.Key, member.Value?.DeepClone()));
        var token = JobOf(project, $"my-group/p{project}", [("job_id", "302"), .. claims]);
        var before = await CountAsync(Bridge);
        var response = await SendAsync(Bridge, token, audience, parameters);
        Assert.Equal(before + 1, await CountAsync(Bridge));
        var decoded = response.AccessToken is { } issued ? DecodedToken.Read(issued) : null;
        var record = await RecordAsync(response.Member("exchange_id") ?? decoded!.Claims["jti"]!.ToString());
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["outcome"] = response.Reason ?? "granted",
            ["rule"] = record.Rule ?? "",
            ["shadows"] = string.Join(' ', record.ShadowRules),
            ["name"] = record.ReasonName ?? "",
            ["scope"] = response.Member("scope") ?? "",
        };
        Assert.Equal(response.Reason, record.Reason);
        if (decoded is null)
            return facts;
        facts["alg"] = decoded.Header["alg"]!.ToString();
        facts["typ"] = decoded.Header["typ"]!.ToString();
        facts["type"] = response.Member("issued_token_type")!.Split(':')[^1];
        facts["use"] = response.Member("token_type")!;
        facts["lifetime"] = $"{decoded.Claims["exp"]!.GetValue<long>() - decoded.Claims["iat"]!.GetValue<long>()}";
        foreach (var (name, value) in decoded.Claims)
            facts["claim:" + name] = value!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return facts;
    }

    private async Task<ExchangeRecord> RecordAsync(string id)
    {
        await using var context = Bridge.Engine.Database.CreateContext();
        var key = Guid.Parse(id);
        return await context.Exchanges.AsNoTracking().SingleAsync(record => record.Id == key, Ct);
    }
}
