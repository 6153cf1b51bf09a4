using System.Text.Json.Nodes;
using Bridge.Simulator;
using Bridge.Simulator.Tokens;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

public sealed class UrlTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_URL_can_be_another_than_the_address_it_listens_on()
    {
        await using var gitLab = await GitLabSimulator.StartAsync(new SimulatorOptions { ExternalUrl = "https://gitlab.example.com:8443" }, ct: Ct);

        Assert.Equal("https://gitlab.example.com:8443", await DiscoveredIssuerAsync(gitLab, ""));
        var claims = DecodedToken.Read(gitLab.Mint(new TokenRequest())).Claims;
        Assert.Equal("https://gitlab.example.com:8443", claims["iss"]!.GetValue<string>());
        Assert.StartsWith("gitlab.example.com:8443/my-group/", claims["ci_config_ref_uri"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            "gitlab.example.com",
            DecodedToken.Read(gitLab.Mint(new TokenRequest { Variant = TokenVariant.V1 })).Claims["iss"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_relative_root_is_part_of_every_address()
    {
        await using var gitLab = await GitLabSimulator.StartAsync(new SimulatorOptions { ExternalUrl = "https://example.com/gitlab/" }, ct: Ct);

        Assert.Equal("https://example.com/gitlab", await DiscoveredIssuerAsync(gitLab, "/gitlab"));
    }

    [Fact]
    public async Task A_custom_issuer_is_used_verbatim_and_discovery_does_not_know_it()
    {
        await using var gitLab = await GitLabSimulator.StartAsync(
            new SimulatorOptions { CiIdTokensIssuerUrl = "https://tokens.example.com/gitlab/" }, ct: Ct);

        Assert.Equal("https://tokens.example.com/gitlab/", Issuer(gitLab, TokenVariant.IdToken));
        Assert.Equal(gitLab.Url, Issuer(gitLab, TokenVariant.V2));
        Assert.Equal(gitLab.Url, Issuer(gitLab, TokenVariant.SignIn));
        Assert.Equal(gitLab.Url, await DiscoveredIssuerAsync(gitLab, ""));
    }

    [Fact]
    public async Task Two_instances_in_one_process_share_nothing()
    {
        await using var one = await GitLabSimulator.StartAsync(ct: Ct);
        await using var two = await GitLabSimulator.StartAsync(ct: Ct);

        one.Outage = new(Bridge.Simulator.Control.OutageMode.Refuse);
        await DiscoveredIssuerAsync(two, "");

        Assert.NotEqual(one.Url, two.Url);
        Assert.NotEqual(one.GitLab.CiKey.Kid, two.GitLab.CiKey.Kid);
        Assert.Equal(0, one.Requests.Discovery);
        Assert.Equal(1, two.Requests.Discovery);
    }

    [Fact]
    public async Task The_command_line_wins_and_knows_its_options()
    {
        await using var app = SimulatorApp.Create(
            new SimulatorOptions { ExternalUrl = "https://a.example.com" },
            args: ["--external_url", "https://b.example.com", "--ci_id_tokens_issuer_url=https://c.example.com/"]);

        var gitLab = (SimulatedGitLab)app.Services.GetService(typeof(SimulatedGitLab))!;
        Assert.Equal("https://b.example.com", gitLab.Url);
        Assert.Equal("https://c.example.com/", gitLab.Issuer);
        Assert.Contains("external-url", Assert.Throws<ArgumentException>(
            () => SimulatorApp.Create(args: ["--external-url", "x"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "--help")]
    [InlineData("--urls", "--urls")]
    [InlineData("start", "start")]
    [InlineData("--urls=http://127.0.0.1:0 -v", "-v")]
    [InlineData("--urls http://127.0.0.1:0 --external_url", "--external_url")]
    public void What_the_command_line_cannot_mean_is_told_with_the_options(string arguments, string told)
    {
        var message = Assert.Throws<ArgumentException>(() => SimulatorApp.Create(args: arguments.Split(' '))).Message;

        Assert.StartsWith($"'{told}' has no value; the options are --urls URL, --external_url URL, --ci_id_tokens_issuer_url URL.", message, StringComparison.Ordinal);
    }

    private static string Issuer(GitLabSimulator gitLab, TokenVariant variant) =>
        DecodedToken.Read(gitLab.Mint(new TokenRequest { Variant = variant })).Claims["iss"]!.GetValue<string>();

    private static async Task<string> DiscoveredIssuerAsync(GitLabSimulator gitLab, string root)
    {
        using var http = new HttpClient { BaseAddress = gitLab.Address };
        return JsonNode.Parse(await http.GetStringAsync($"{root}/.well-known/openid-configuration", Ct))!["issuer"]!.GetValue<string>();
    }
}
