using System.Runtime.CompilerServices;
using System.Text.Json;
using Bridge.Server.Apply;
using Bridge.Server.Tests.Attacks;
using Xunit;

namespace Bridge.Server.Tests.Samples;

/// <summary>
/// The samples under <c>config/relying-parties</c>: each applies as it stands, and the token that a job then gets is the one
/// that the other side's files beside it wait for.
/// </summary>
public sealed class RelyingPartySampleTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private static readonly string Samples = Path.Combine(Here(), "../../../config/relying-parties");

    protected override string Yaml(World world) => Issuer(world.GitLab) + "projects:\n  - { issuer: main, project_id: '20' }\n";

    [Fact]
    public void Every_profile_but_plain_has_a_sample() => Assert.Equal(
        Claims.Profile.All.Keys.Where(profile => profile != "plain").Order(StringComparer.Ordinal),
        Directory.GetDirectories(Samples).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("aws", "trust-policy.json", "bridge.example.com:sub\": \"{sub}\"", "bridge.example.com:aud\": \"{aud}\"")]
    [InlineData("azure", "credential.json", "\"subject\": \"{sub}\"", "\"audiences\": [\"{aud}\"]")]
    [InlineData("gcp", "provider.sh", "/subject/{sub}", "assertion.ref")]
    [InlineData("kubernetes", "rbac.yaml", "name: {username}", "name: gitlab:my-group")]
    [InlineData("kubernetes", "authentication.yaml", "audiences: [{aud}]", "startsWith('gitlab:')")]
    [InlineData("vault", "role.json", "\"bound_subject\": \"{sub}\"", "\"bound_audiences\": [\"{aud}\"]")]
    public async Task The_token_of_a_sample_is_what_the_other_side_waits_for(string sample, string file, params string[] waitedFor)
    {
        var yaml = await ReadAsync(sample, "bridge.yaml");
        await Bridge.ApplyAsync(yaml, Ct);
        var audience = ((Configuration.Node.Map)((Configuration.Node.List)YamlDocument.Read(yaml).Root!.Find("relying_parties")!.Value).Items.Single()).Find("audience")!.Value;

        var granted = await GrantedAsync(Job(), ((Configuration.Node.Scalar)audience).Text);

        Assert.Equal(sample, granted.Record.RelyingParty);
        Assert.Equal("urn:ietf:params:oauth:token-type:jwt", granted.Response.Member("issued_token_type"));
        var text = await ReadAsync(sample, file);
        if (file.EndsWith(".json", StringComparison.Ordinal))
            JsonDocument.Parse(text).Dispose();
        foreach (var wanted in waitedFor)
            Assert.Contains(granted.Claims.Aggregate(wanted, (waited, claim) => waited.Replace($"{{{claim.Key}}}", claim.Value!.ToString(), StringComparison.Ordinal)), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_role_of_the_Vault_sample_maps_is_there_as_text()
    {
        await Bridge.ApplyAsync(await ReadAsync("vault", "bridge.yaml"), Ct);
        var granted = await GrantedAsync(Job(), "https://vault.example.com");
        using var role = JsonDocument.Parse(await ReadAsync("vault", "role.json"));

        Assert.All(role.RootElement.GetProperty("claim_mappings").EnumerateObject(), mapped => Assert.Equal(JsonValueKind.String, granted.Claims[mapped.Name]!.GetValueKind()));
        Assert.Equal(JsonValueKind.Array, granted.Claims[role.RootElement.GetProperty("groups_claim").GetString()!]!.GetValueKind());
    }

    [Fact]
    public async Task Everything_in_a_sample_is_known_by_the_example_issuer()
    {
        foreach (var file in Directory.GetFiles(Samples, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("http://", await File.ReadAllTextAsync(file, Ct), StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(string sample, string file) => File.ReadAllTextAsync(Path.Combine(Samples, sample, file), Ct);

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
