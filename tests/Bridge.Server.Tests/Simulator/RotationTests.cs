using System.Text.Json.Nodes;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

public sealed class RotationTests : SimulatorTest
{
    [Fact]
    public async Task The_old_key_is_gone_at_once()
    {
        var (signIn, old) = (GitLab.GitLab.SignInKey.Kid, GitLab.GitLab.CiKey.Kid);

        var response = await PostAsync("/simulator/rotate", "");

        var kid = JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!["kid"]!.GetValue<string>();
        Assert.NotEqual(old, kid);
        var published = (await GetJsonAsync("/oauth/discovery/keys"))["keys"]!.AsArray().Select(key => key!["kid"]!.GetValue<string>());
        Assert.Equal([signIn, kid], published);
        Assert.Equal(kid, DecodedToken.Read(GitLab.Mint(new TokenRequest())).Header["kid"]!.GetValue<string>());
    }
}
