using Bridge.Refusals;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Policy;

/// <summary>A token carries what was asked for and is given (RFC 6749 §3.3).</summary>
public sealed class ScopeTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private const string Some = "https://some.test";
    private const string All = "https://all.test";
    private const string None = "https://none.test";

    protected override string Yaml(World world) => Issuer(world.GitLab) + """
        relying_parties:
          - id: some
            audience: https://some.test
            scopes: [read, write, admin]
            rules: [{ id: some, effect: allow, everyone: true, scopes: [write, read] }]
          - id: all
            audience: https://all.test
            scopes: [read, write, admin]
            rules: [{ id: all, effect: allow, everyone: true }]
          - id: none
            audience: https://none.test
            scopes: [read]
            rules: [{ id: none, effect: allow, everyone: true, scopes: [] }]

        """;

    [Theory]
    [InlineData(Some, null, "read write")]
    [InlineData(All, null, "read write admin")]
    [InlineData(None, null, "")]
    [InlineData(Some, "read", "read")]
    [InlineData(Some, "write read", "write read")]
    [InlineData(Some, "openid", "read write")]
    [InlineData(Some, "openid read", "read")]
    [InlineData(Some, "read read", "read")]
    public async Task The_token_carries_what_was_asked_for_and_is_given(string audience, string? asked, string carried)
    {
        var granted = await GrantedAsync(Job(), audience, asked is null ? [] : [("scope", asked)]);

        Assert.Equal(carried, granted.Claims["scope"]!.GetValue<string>());
        Assert.Equal(carried, granted.Record.Scope);
        if (asked == carried)
            Assert.False(granted.Response.Json.ContainsKey("scope"));
        else if (asked is null && carried.Length > 0)
            Assert.Equal(carried, granted.Response.Member("scope"));
    }

    [Theory]
    [InlineData(Some, "admin", "read write", "admin")]
    [InlineData(Some, "read admin", "read write", "admin")]
    [InlineData(Some, "READ", "read write", "READ")]
    [InlineData(All, "root", "read write admin", "root")]
    [InlineData(None, "read", "", "read")]
    public async Task A_scope_that_is_not_given_is_refused(string audience, string asked, string given, string outside) =>
        await RefusedAsync(Reason.ScopeNotGiven, Job(), audience, given, outside, [("scope", asked)]);

    [Theory]
    [InlineData("read  write")]
    [InlineData(" read")]
    [InlineData("read\twrite")]
    [InlineData("re\"ad")]
    public async Task A_scope_that_is_not_well_formed_is_refused(string asked) =>
        await RefusedAsync(Reason.ScopeMalformed, Job(), Some, more: [("scope", asked)]);
}
