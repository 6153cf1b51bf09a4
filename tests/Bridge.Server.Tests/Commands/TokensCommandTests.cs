using Bridge.Access;
using Xunit;

namespace Bridge.Server.Tests.Commands;

public sealed class TokensCommandTests : CommandTest
{
    [Fact]
    public async Task A_token_is_made_shown_once_listed_and_revoked()
    {
        await InitializedAsync();
        var made = await RunAsync("tokens", "create", "robot", "--right", "write", "--expires-in", "90d");
        var text = made.Output.Trim();
        Assert.True(made.Code == 0, made.Error);
        Assert.True(ApiTokenText.IsWellFormed(text));

        var line = await DoneAsync("tokens", "list");
        Assert.Contains("write  everything  until", line, StringComparison.Ordinal);
        Assert.DoesNotContain(text, line, StringComparison.Ordinal);
        var id = line.Split(' ')[0];
        Assert.Equal($"Revoked {id}.{Environment.NewLine}", await DoneAsync("tokens", "revoke", id));
        Assert.Contains("revoked", await DoneAsync("tokens", "list"), StringComparison.Ordinal);
        Assert.Equal(3, (await RunAsync("tokens", "revoke", id)).Code);
    }

    [Theory]
    [InlineData("366d", null, null, null, "expires_in")]
    [InlineData("1d", "nowhere", "1", null, "issuer")]
    [InlineData("1d", null, "1", null, "issuer")]
    [InlineData("1d", "nowhere", null, "a//b", "group")]
    public async Task What_a_token_cannot_be_is_told(string expires, string? issuer, string? project, string? group, string mistake)
    {
        await InitializedAsync();
        string[] arguments = ["tokens", "create", "robot", "--right", "read", "--expires-in", expires];
        foreach (var (option, value) in new[] { ("--issuer", issuer), ("--project", project), ("--group", group) })
            arguments = value is null ? arguments : [.. arguments, option, value];

        var ran = await RunAsync(arguments);
        Assert.Equal(3, ran.Code);
        Assert.Contains($"{mistake}: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_given_for_an_id_is_not_repeated()
    {
        await InitializedAsync();
        var text = ApiTokenText.Make();
        Disclosure.Keep(text);
        Assert.Equal(3, (await RunAsync("tokens", "revoke", text)).Code);
    }
}
