using Bridge.Access;
using Xunit;

namespace Bridge.Tests.Access;

public sealed class ApiTokenTextTests
{
    [Fact]
    public void A_token_has_its_prefix_256_random_bits_and_a_checksum()
    {
        var text = ApiTokenText.Make();
        Assert.Matches(@"\Abrg_[A-Za-z0-9_-]{49}\z", text);
        Assert.True(ApiTokenText.IsWellFormed(text));
        Assert.NotEqual(text, ApiTokenText.Make());
    }

    [Fact]
    public void One_mistyped_character_is_seen_without_the_database()
    {
        var text = ApiTokenText.Make();
        for (var index = 0; index < text.Length; index++)
            Assert.False(ApiTokenText.IsWellFormed($"{text[..index]}{(text[index] == 'x' ? 'y' : 'x')}{text[(index + 1)..]}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("brg_")]
    [InlineData("glpat-xxxxxxxxxxxxxxxxxxxx")]
    [InlineData("brg_ääääääääääääääääääääääääääääääääääääääääääääääääääääääääää")]
    public void What_is_no_token_is_not_taken_for_one(string text) => Assert.False(ApiTokenText.IsWellFormed(text));

    [Fact]
    public void A_token_with_something_behind_it_is_another_text() => Assert.False(ApiTokenText.IsWellFormed(ApiTokenText.Make() + "\n"));
}
