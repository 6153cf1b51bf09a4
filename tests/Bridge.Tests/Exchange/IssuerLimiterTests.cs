using Bridge.Exchange;
using Bridge.GitLab;
using Bridge.Tests.GitLab;
using Xunit;

namespace Bridge.Tests.Exchange;

public sealed class IssuerLimiterTests
{
    [Theory]
    [InlineData(1, 60)]
    [InlineData(10, 6)]
    [InlineData(60, 1)]
    [InlineData(100, 2)]
    [InlineData(6000, 1)]
    public async Task Gives_as_many_permits_a_minute_as_configured_and_says_when_the_next_comes(int permits, int wait)
    {
        using var limiter = new IssuerLimiter();
        var token = await SignedAsync(permits);
        // Permits come back meanwhile, at 6000 a minute one in ten milliseconds.
        for (var i = 0; i < permits; i++)
            Assert.True(limiter.Check(token).Is(out _, out _));
        var more = 0;
        for (; limiter.Check(token).Is(out _, out _); more++)
            Assert.True(more <= permits, "the limiter never ends");
        Assert.False(limiter.Check(token).Is(out _, out var refused));
        Assert.Equal(("gitlab", wait.ToString()), (refused.Name, refused.Expected));
    }

    [Fact]
    public async Task One_issuer_uses_up_nothing_of_another()
    {
        using var limiter = new IssuerLimiter();
        var (one, other) = (await SignedAsync(1), await SignedAsync(1, "other"));
        Assert.True(limiter.Check(one).Is(out _, out _));
        Assert.False(limiter.Check(one).Is(out _, out _));
        Assert.True(limiter.Check(other).Is(out _, out _));
    }

    private static async Task<SignedToken> SignedAsync(int permits, string id = "gitlab") => (await TestToken.VerifyAsync(
        TestToken.Sign(TestToken.Header(), TestToken.Claims().ToJsonString()), TestToken.Issuer with { Id = id, PermitsPerMinute = permits })).Value();
}
