using Bridge.Claims;
using Bridge.Records;
using Bridge.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Records;

public sealed class RecordedRequestTests
{
    [Fact]
    public void What_was_asked_for_is_written_short() => Assert.Equal(
        """{"audience":["https://a.test"],"scope":["read","write"],"requested_token_type":"id_token"}""",
        new RecordedRequest(["https://a.test"], [], ["read", "write"], TokenType.IdToken).Write());

    [Fact]
    public void A_request_of_nothing_is_one() => Same(new RecordedRequest([], [], [], null), RecordedRequest.Read("{}"));

    [Fact]
    public void What_is_written_is_printable_ASCII_and_comes_back() => Prop.ForAll<NonNull<string>[], TokenType?>((texts, type) =>
    {
        var values = texts.Select(text => text.Get).ToArray();
        var request = new RecordedRequest([.. values.Take(2)], [.. values.Skip(2).Take(1)], [.. values.Skip(3)], type);
        if (request.Write() is not { } written)
            return;
        Assert.DoesNotContain(written, letter => letter is < ' ' or > '~');
        Same(request, RecordedRequest.Read(written));
    }).Check(Cases.Of(100));

    [Theory]
    [InlineData("https://\u202Eevil.test\u0000")]
    [InlineData("😀")]
    [InlineData("\\\"</script>")]
    public void Text_that_could_harm_a_reader_is_escaped_and_comes_back(string audience)
    {
        var written = new RecordedRequest([audience], [], [], null).Write()!;

        Assert.DoesNotContain(written, letter => letter is < ' ' or > '~');
        Assert.Equal([audience], RecordedRequest.Read(written)!.Audiences);
    }

    [Fact]
    public void Half_of_a_character_fails_nothing() =>
        Assert.Equal(["a\uFFFDb"], RecordedRequest.Read(new RecordedRequest(["a\uD83Db"], [], [], null).Write()!)!.Audiences);

    [Fact]
    public void What_is_longer_than_a_kibibyte_is_not_kept()
    {
        var longest = new string('a', RecordedRequest.MaximumBytes - """{"audience":[""]}""".Length);

        Assert.Equal(RecordedRequest.MaximumBytes, new RecordedRequest([longest], [], [], null).Write()!.Length);
        Assert.Null(new RecordedRequest([longest + "a"], [], [], null).Write());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"audience\":\"a\"}")]
    [InlineData("{\"audience\":[null]}")]
    [InlineData("{\"audience\":[1]}")]
    [InlineData("{\"requested_token_type\":1}")]
    public void Other_text_is_none(string text) => Assert.Null(RecordedRequest.Read(text));

    private static void Same(RecordedRequest expected, RecordedRequest? read)
    {
        Assert.NotNull(read);
        Assert.Equal(expected.Audiences, read.Audiences);
        Assert.Equal(expected.Resources, read.Resources);
        Assert.Equal(expected.Scopes, read.Scopes);
        Assert.Equal(expected.TokenType, read.TokenType);
    }
}
