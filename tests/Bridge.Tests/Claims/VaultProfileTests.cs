using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Claims;
using Bridge.Refusals;
using Bridge.Tests.GitLab;
using Bridge.Tests.Policies;
using Xunit;

namespace Bridge.Tests.Claims;

public sealed class VaultProfileTests
{
    [Fact]
    public void Groups_are_an_array_also_where_none_are_mapped() => Assert.Equal("""{"groups":[]}""", Shaped());

    [Theory]
    [InlineData("groups", "[\"a\",\"b\"]", """{"groups":["a","b"]}""")]
    [InlineData("groups", "[]", """{"groups":[]}""")]
    [InlineData("runner", "1.0", """{"runner":"1","groups":[]}""")]
    [InlineData("flag", "true", """{"flag":"true","groups":[]}""")]
    [InlineData("teams", "[\"a\"]", """{"teams":["a"],"groups":[]}""")]
    public void Scalars_become_texts_and_arrays_of_texts_stay(string claim, string json, string shaped) =>
        Assert.Equal(shaped, Shaped(new IssuedClaim(claim, Json(json))));

    [Fact]
    public void A_text_is_one_group_and_other_claims_stay() => Assert.Equal(
        """{"team":"platform","all":["x"],"groups":["a"]}""",
        Shaped(new("groups", new IssuedValue.Text("a")), new("team", new IssuedValue.Text("platform")), new("all", new IssuedValue.Texts(["x"]))));

    [Theory]
    [InlineData("groups", "{}", "an array of texts")]
    [InlineData("groups", "1", "an array of texts")]
    [InlineData("c", "{}", "a scalar or an array of texts")]
    [InlineData("c", "1.5", "a scalar or an array of texts")]
    [InlineData("c", "[1]", "a scalar or an array of texts")]
    [InlineData("c", "[\"a\",1]", "a scalar or an array of texts")]
    public void What_would_fail_the_login_is_refused_by_name(string claim, string json, string expected) => Assert.Equal(
        new Refused(Reason.MappedClaimInvalid, claim, expected),
        Profile.All["vault"].Shape([new IssuedClaim(claim, Json(json))], Jobs.Of(), "s", ProfileSettings.None).Refusal());

    private static string Shaped(params ImmutableArray<IssuedClaim> mapped) =>
        AwsProfileTests.Write(Profile.All["vault"].Shape(mapped, Jobs.Of(), "s", ProfileSettings.None).Value());

    private static IssuedValue.Json Json(string json) => new(JsonDocument.Parse(json).RootElement);
}
