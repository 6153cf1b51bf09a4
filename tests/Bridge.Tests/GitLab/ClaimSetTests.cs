using System.Text.Encodings.Web;
using System.Text.Json;
using Bridge.GitLab;
using Bridge.Records;
using Bridge.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.GitLab;

public sealed class ClaimSetTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("1", "1")]
    [InlineData("-1", "-1")]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0.000", "0")]
    [InlineData("0e9", "0")]
    [InlineData("1.0", "1")]
    [InlineData("1e0", "1")]
    [InlineData("10e-1", "1")]
    [InlineData("1.20e1", "12")]
    [InlineData("1E+2", "100")]
    [InlineData("100", "100")]
    [InlineData("-2.5e1", "-25")]
    [InlineData("1e39", "1000000000000000000000000000000000000000")]
    [InlineData("0.1e40", "1000000000000000000000000000000000000000")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("1.5", null)]
    [InlineData("1e-1", null)]
    [InlineData("1.00000000000000000000000000000000001", null)]
    [InlineData("1e-30", null)]
    [InlineData("1e40", null)]
    [InlineData("1e999999999", null)]
    [InlineData("1e99999999999999", null)]
    [InlineData("1e2147483647", null)]
    [InlineData("0.1e-2147483648", null)]
    [InlineData("12345678901234567890123456789012345678901", null)]
    public void Number_compares_as_its_canonical_integer_and_is_never_rounded(string json, string? text)
    {
        Assert.Equal(text is not null, Claims($$"""{"n":{{json}}}""").Scalar("n", out var actual));
        Assert.Equal(text, actual);
    }

    [Theory]
    [InlineData("\"text\"", "text")]
    [InlineData("\"\"", "")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("null", null)]
    [InlineData("[\"text\"]", null)]
    [InlineData("{}", null)]
    public void Only_scalars_have_a_text(string json, string? text)
    {
        Claims($$"""{"n":{{json}}}""").Scalar("n", out var actual);
        Assert.Equal(text, actual);
    }

    /// <summary>Names are kept from one token to the next; a token must never be read by another's.</summary>
    [Fact]
    public void A_token_is_read_alike_whatever_was_read_before_it()
    {
        var members = from names in Gen.SubListOf("a", "b", "c", "\\u0061\\u0062", "é", "")
                      from shuffled in Gen.Shuffle(names.ToArray())
                      from values in Gen.Elements("null", "\"x\"", "\"y\"", "1").ArrayOf(names.Count)
                      select shuffled.Zip(values).ToArray();
        Prop.ForAll(members.ArrayOf().ToArbitrary(), tokens => tokens.All(token =>
        {
            var json = $"{{{string.Join(',', token.Select(member => $"\"{member.First}\":{member.Second}"))}}}";
            var expected = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!.Where(member => member.Value.ValueKind != JsonValueKind.Null).ToList();
            var claims = Claims(json);
            return claims.All.Select(claim => claim.Name).SequenceEqual(expected.Select(member => member.Key))
                && expected.All(member => claims.Find(member.Key, out var found) && found.GetRawText() == member.Value.GetRawText())
                && RecordedClaims.Of(claims, _ => true).Json == JsonSerializer.Serialize(expected.OrderBy(member => member.Key, StringComparer.Ordinal).ToDictionary(), Relaxed);
        })).Check(Cases.Of(500));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("{\"n\":null}", true)]
    [InlineData("{\"n\":\"\"}", true)]
    [InlineData("{\"n\":[]}", true)]
    [InlineData("{\"n\":\" \"}", false)]
    [InlineData("{\"n\":0}", false)]
    [InlineData("{\"n\":false}", false)]
    [InlineData("{\"n\":{}}", false)]
    [InlineData("{\"n\":[null]}", false)]
    public void Blank_is_absent_null_or_empty(string json, bool blank) => Assert.Equal(blank, Claims(json).IsBlank("n"));

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("1.9", 1L)]
    [InlineData("1782907200", 1782907200L)]
    [InlineData("253370764799.5", 253370764799L)]
    [InlineData("253370764800", null)]
    [InlineData("-0.5", null)]
    [InlineData("\"1\"", null)]
    [InlineData("null", null)]
    public void Date_is_a_number_of_seconds_until_the_year_9999(string json, long? seconds) =>
        Assert.Equal(seconds, Claims($$"""{"n":{{json}}}""").Date("n")?.ToUnixTimeSeconds());

    [Fact]
    public void Every_claim_is_found_whatever_its_place()
    {
        var claims = Claims("""{"a":"1","b":null,"c":2}""");
        Assert.Equal([true, false, true, false], new[] { "a", "b", "c", "d" }.Select(claims.Has));
        Assert.Equal([true, false, true, false], new[] { "a", "b", "c", "d" }.Select(name => claims.Find(name, out _)));
        Assert.Equal(["1", null, null, null], new[] { "a", "b", "c", "d" }.Select(claims.Text));
        Assert.Equal(["1", null, "2", null], new[] { "a", "b", "c", "d" }.Select(name => claims.Scalar(name, out var text) ? text : null));
    }

    [Fact]
    public void Replaced_claim_is_seen_by_every_reader()
    {
        var claims = Claims("""{"a":["x"],"b":null,"c":"1"}""").With("a", "new\ud83d\ude00").With("b", "").With("d", "2");
        Assert.Equal("new\ud83d\ude00", claims.Text("a"));
        Assert.False(claims.Texts("a", out _));
        Assert.True(claims.Find("a", out var json) && json.ValueKind == JsonValueKind.String);
        Assert.True(claims.Has("b") && claims.IsBlank("b"));
        Assert.Equal(["a=new\ud83d\ude00", "b=", "c=1", "d=2"], claims.All.Select(claim => $"{claim.Name}={claim.Value.GetString()}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Array_of_anything_but_strings_has_no_texts()
    {
        Assert.True(Claims("""{"n":["a","b"]}""").Texts("n", out var texts) && texts is ["a", "b"]);
        Assert.False(Claims("""{"n":["a",1]}""").Texts("n", out texts) || !texts.IsEmpty);
        Assert.False(Claims("""{"n":"a"}""").Texts("n", out _));
    }

    [Fact]
    public void Claims_are_an_object() => Assert.Throws<ArgumentException>(() => ClaimSet.Of(JsonElement.Parse("[]")));

    [Fact]
    public void Whoever_asks_for_a_claim_that_a_record_does_not_hold_is_found_out()
    {
        var withheld = new WithheldClaims(name => name.StartsWith("user_", StringComparison.Ordinal));
        using var document = JsonDocument.Parse("""{"user_id":"1","ref":"main"}""");
        var claims = ClaimSet.Of(document.RootElement, withheld);

        Assert.Equal(("main", "1", null), (claims.Text("ref"), claims.Text("user_id"), claims.Text("environment")));
        Assert.Null(withheld.Asked);
        Assert.True(claims.With("ref", "other").IsBlank("user_email"));
        Assert.False(claims.Has("user_login"));
        Assert.Equal("user_email", withheld.Asked);
    }

    private static ClaimSet Claims(string json) => ClaimSet.Of(JsonElement.Parse(json));
}
