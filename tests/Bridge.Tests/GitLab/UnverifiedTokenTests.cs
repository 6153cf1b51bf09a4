using Bridge.GitLab;
using Bridge.Refusals;
using Bridge.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.GitLab;

public sealed class UnverifiedTokenTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly string Header = TestToken.Part(TestToken.Header());
    private static readonly string Payload = TestToken.Part("{\"iss\":\"i\"}");

    [Fact]
    public void Reads_what_finds_the_key_and_nothing_else()
    {
        var token = UnverifiedToken.Parse($"{Header}.{Payload}.AAAA").Value();
        Assert.Equal(("i", "RS256", "ci"), (token.UnverifiedIssuer, token.UnverifiedAlgorithm, token.UnverifiedKeyId));
        Assert.Equal(
            ["UnverifiedAlgorithm", "UnverifiedIssuer", "UnverifiedKeyId"],
            typeof(UnverifiedToken).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a")]
    [InlineData("e30.e30")]
    [InlineData("e30.e30.AAAA.AAAA")]
    [InlineData("e30.e30.AAAA.AAAA.AAAA")]
    [InlineData("e30..AAAA")]
    [InlineData(".e30.AAAA")]
    [InlineData("e30=.e30.AAAA")]
    [InlineData("e30.e30.AAA=")]
    [InlineData("e30.e30.AA+/")]
    [InlineData(" e30.e30.AAAA")]
    [InlineData("e30.e30.AAAA\n")]
    [InlineData("e30.e\r\n30.AAAA")]
    [InlineData("e30.e30.A")]
    [InlineData("e30.e30.ＡＡＡＡ")]
    [InlineData("e30.e30.\0\0\0\0")]
    public void Any_other_form_than_three_base64url_parts_is_refused(string token) =>
        Assert.Equal(Reason.SubjectTokenMalformed, UnverifiedToken.Parse(token).Refusal().Reason);

    [Theory]
    [InlineData("e30.e30", "it does not have three parts")]
    [InlineData("e3.e30.AAAA", "a part is not base64url")]
    [InlineData("W10.e30.AAAA", "its header is not a JSON object of distinct, well-formed members")]
    [InlineData("e30.W10.AAAA", "its payload is not a JSON object of distinct, well-formed members")]
    public void What_is_wrong_with_the_form_is_told(string token, string what) =>
        Assert.Equal(new Refused(Reason.SubjectTokenMalformed, what), UnverifiedToken.Parse(token).Refusal());

    [Fact]
    public void Encrypted_token_of_five_parts_is_refused() =>
        Assert.Equal(Reason.SubjectTokenMalformed, UnverifiedToken.Parse($"{Header}.AAAA.AAAA.AAAA.AAAA").Refusal().Reason);

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{/*comment*/}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"iss\":\"a\",\"iss\":\"b\"}")]
    [InlineData("{\"iss\":\"a\",\"\\u0069ss\":\"b\"}")]
    [InlineData("{\"a\":{\"b\":1,\"b\":2}}")]
    [InlineData("{\"a\":[{\"b\":1,\"b\":2}]}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":[[\"\\udc00x\"]]}")]
    [InlineData("{\"a\":[\"x\",\"\\ud800\"]}")]
    [InlineData("{\"a\":\"x\",\"b\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"\\ud800\":1,\"\\ud800\":2}")]
    [InlineData("{\"a\":{\"\\ud800\":1,\"\\udfff\":2}}")]
    [InlineData("{\"a\":[[[[[[[[[]]]]]]]]]}")]
    public void Json_that_two_readers_may_understand_differently_is_refused(string json)
    {
        Assert.Equal(Reason.SubjectTokenMalformed, UnverifiedToken.Parse($"{TestToken.Part(json)}.{Payload}.AAAA").Refusal().Reason);
        Assert.Equal(Reason.SubjectTokenMalformed, UnverifiedToken.Parse($"{Header}.{TestToken.Part(json)}.AAAA").Refusal().Reason);
    }

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x22, 0xC0, 0xAF, 0x22, 0x3A, 0x31, 0x7D })]
    [InlineData(new byte[] { 0x7B, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x3A, 0x31, 0x7D })]
    public void Octets_that_are_not_utf8_are_refused(byte[] json) =>
        Assert.Equal(Reason.SubjectTokenMalformed, UnverifiedToken.Parse($"{Header}.{System.Buffers.Text.Base64Url.EncodeToString(json)}.AAAA").Refusal().Reason);

    [Fact]
    public void Sixteen_kibibytes_are_read_and_one_character_more_is_not()
    {
        var room = UnverifiedToken.MaximumLength - Header.Length - Payload.Length - 2;
        Assert.Equal(0, room % 4 == 1 ? 1 : 0);
        Assert.True(UnverifiedToken.Parse($"{Header}.{Payload}.{new string('A', room)}").Is(out _, out _));
        var refused = UnverifiedToken.Parse($"{Header}.{Payload}.{new string('A', room + 1)}").Refusal();
        Assert.Equal((Reason.SubjectTokenTooLarge, "16384"), (refused.Reason, refused.Expected));
    }

    [Theory]
    [InlineData("{\"alg\":[\"RS256\"],\"kid\":1}")]
    [InlineData("{}")]
    public void Header_members_of_another_type_count_as_absent(string header)
    {
        var token = UnverifiedToken.Parse($"{TestToken.Part(header)}.{TestToken.Part("{\"iss\":[\"i\"]}")}.AAAA").Value();
        Assert.Null(token.UnverifiedAlgorithm);
        Assert.Null(token.UnverifiedKeyId);
        Assert.Null(token.UnverifiedIssuer);
    }

    [Fact]
    public void Last_character_of_a_part_has_one_spelling()
    {
        // Three characters are two octets and two bits that must be zero, two are one octet and four such bits.
        var accepted = Alphabet.Count(last => UnverifiedToken.Parse($"{Header}.{Payload}.AA{last}").Is(out _, out _));
        Assert.Equal(16, accepted);
        Assert.Equal(4, Alphabet.Count(last => UnverifiedToken.Parse($"{Header}.{Payload}.A{last}").Is(out _, out _)));
    }

    [Fact]
    public void Parse_never_throws_on_arbitrary_text() =>
        Check.One(Cases.Of(2000), Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => UnverifiedToken.Parse(text ?? "").Is(out _, out var refused) || refused.Reason == Reason.SubjectTokenMalformed));

    [Fact]
    public void Parse_never_throws_on_arbitrary_json_like_text()
    {
        var piece = Gen.Elements("{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "d800", "dc00", "\"iss\"", "\"alg\"", "1", "-", "e", ".", "null", "true", "\0", " ", "é", "\ud800");
        var text = piece.ArrayOf().Select(string.Concat).ToArbitrary();
        Check.One(
            Cases.Of(2000),
            Prop.ForAll(text, json => UnverifiedToken.Parse($"{TestToken.Part("{" + json + "}")}.{TestToken.Part("{\"a\":" + json + "}")}.AAAA").Is(out _, out var refused) || refused.Reason == Reason.SubjectTokenMalformed));
    }

    [Fact]
    public void Parse_never_throws_on_arbitrary_octets() => Check.One(
        Cases.Of(2000),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets =>
        {
            var part = System.Buffers.Text.Base64Url.EncodeToString(octets ?? []);
            return UnverifiedToken.Parse($"{part}.{part}.{part}").Is(out _, out var refused) || refused.Reason == Reason.SubjectTokenMalformed;
        }));
}
