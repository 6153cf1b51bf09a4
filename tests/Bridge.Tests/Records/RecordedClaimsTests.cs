using System.Text;
using System.Text.Json;
using Bridge.GitLab;
using Bridge.Records;
using Bridge.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Records;

public sealed class RecordedClaimsTests
{
    [Fact]
    public void Claims_are_sorted_and_written_without_white_space() =>
        Assert.Equal("""{"A":"é<&>","a":[1, 2],"b":1.0,"ü":{}}""", Of("""{ "ü": {}, "b" : 1.0, "a": [1, 2], "A" : "é<&>", "n": null }""").Json.Replace("[1,2]", "[1, 2]", StringComparison.Ordinal));

    [Fact]
    public void Personal_claims_are_kept_only_if_read()
    {
        const string Claims = """{"user_email":"a@example.com","user_identities":[],"user_login":"a"}""";
        Assert.Equal("""{"user_login":"a"}""", Of(Claims).Json);
        Assert.Equal("""{"user_email":"a@example.com","user_login":"a"}""", Of(Claims, "user_email").Json);
    }

    [Fact]
    public void Text_of_just_the_size_is_kept_whole()
    {
        var claims = $$"""{"a":"{{new string('x', RecordedClaims.MaximumBytes - 8)}}"}""";
        Assert.Equal((claims, 0), (Of(claims).Json, Of(claims).LeftOut.Length));
        var (json, leftOut) = Of(claims.Replace("\"a\"", "\"ab\"", StringComparison.Ordinal));
        Assert.Equal("{}", json);
        Assert.Equal(["ab"], leftOut);
    }

    [Fact]
    public void Longest_is_left_out_first_and_a_long_name_counts()
    {
        var claims = $$"""{"small":"1","{{new string('n', 5000)}}":"1","big":"{{new string('x', 4000)}}","other":"{{new string('y', 3000)}}"}""";
        var (json, leftOut) = Of(claims);
        Assert.Equal([new string('n', 5000)], leftOut);
        Assert.Equal(["big", "other", "small"], JsonDocument.Parse(json).RootElement.EnumerateObject().Select(claim => claim.Name));
    }

    [Fact]
    public void Whatever_the_claims_the_text_fits_and_no_more_is_left_out_than_must_be() => Check.One(
        Cases.Of(100),
        Prop.ForAll(Gen.ListOf(Gen.Choose(0, 3000)).ToArbitrary(), lengths =>
        {
            var claims = lengths.Select((length, index) => ($"c{index}", new string('é', length / 2))).ToDictionary();
            var (json, leftOut) = Of(JsonSerializer.Serialize(claims));
            var kept = JsonDocument.Parse(json).RootElement.EnumerateObject().Select(claim => claim.Name).ToList();
            var size = Encoding.UTF8.GetByteCount(json);
            var last = leftOut.IsEmpty ? RecordedClaims.MaximumBytes : Encoding.UTF8.GetByteCount($",\"{leftOut[^1]}\":\"{claims[leftOut[^1]]}\"");
            return size <= RecordedClaims.MaximumBytes
                && size + last > RecordedClaims.MaximumBytes - 1
                && kept.Concat(leftOut).Order(StringComparer.Ordinal).SequenceEqual(claims.Keys.Order(StringComparer.Ordinal))
                && (kept.Count == 0 || leftOut.IsEmpty || kept.Max(name => claims[name].Length + name.Length) <= leftOut.Min(name => claims[name].Length * 2 + name.Length));
        }));

    private static (string Json, System.Collections.Immutable.ImmutableArray<string> LeftOut) Of(string claims, params string[] read) =>
        RecordedClaims.Of(ClaimSet.Of(JsonDocument.Parse(claims).RootElement), read.Contains);
}
