using Bridge.GitLab;
using Xunit;

namespace Bridge.Tests.GitLab;

public sealed class TokenKindTests
{
    [Theory]
    [InlineData(TokenKind.IdToken, "id_token")]
    [InlineData(TokenKind.V2, "v2")]
    [InlineData(TokenKind.V1, "v1")]
    public void A_kind_has_its_word(TokenKind kind, string word) => Assert.Equal((word, kind), (kind.Word(), TokenKinds.Parse(word)));

    [Theory]
    [InlineData("")]
    [InlineData("V1")]
    [InlineData("none")]
    [InlineData("7")]
    public void Another_word_names_no_kind(string word) => Assert.Equal(TokenKind.None, TokenKinds.Parse(word));

    [Fact]
    public void Several_kinds_are_told_newest_first_and_are_no_kind_themselves()
    {
        Assert.Equal(["id_token", "v2", "v1"], (TokenKind.V1 | TokenKind.IdToken | TokenKind.V2).Words());
        Assert.Equal(["id_token", "v1"], (TokenKind.V1 | TokenKind.IdToken).Words());
        Assert.Empty(TokenKind.None.Words());
        Assert.Equal("kind", Assert.Throws<ArgumentOutOfRangeException>(() => (TokenKind.V1 | TokenKind.IdToken).Word()).ParamName);
    }
}
