using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Claims;
using Bridge.Refusals;
using Bridge.Tests.GitLab;
using Bridge.Tests.Policies;
using Xunit;

namespace Bridge.Tests.Claims;

public sealed class ClaimMappingTests
{
    [Theory]
    [InlineData("ref", "\"main\"")]
    [InlineData("runner_id", "1")]
    [InlineData("groups_direct", "[\"g/sub\",\"other\"]")]
    [InlineData("fork", "\"false\"")]
    [InlineData("issuer", "\"gitlab\"")]
    [InlineData("top_level_group", "\"g\"")]
    [InlineData("token_kind", "\"id_token\"")]
    public void Copies_a_claim_or_fact_as_it_is(string from, string json) => Assert.Equal(json, Mapped(MappingForm.Copy, [from]));

    [Fact]
    public void A_derived_fact_is_never_a_claim_of_that_name() =>
        Assert.Equal("\"false\"", Mapped(MappingForm.Copy, ["fork"], changes: """{"fork": [true]}"""));

    [Fact]
    public void Writes_a_constant() => Assert.Equal("\"platform\"", Mapped(MappingForm.Constant, [], "platform"));

    [Theory]
    [InlineData(new[] { "project_path", "ref" }, "[\"g/p\",\"main\"]")]
    [InlineData(new[] { "ref", "groups_direct", "runner_id" }, "[\"main\",\"g/sub\",\"other\",\"1\"]")]
    [InlineData(new[] { "groups_direct" }, "[\"g/sub\",\"other\"]")]
    [InlineData(new[] { "ref" }, "[\"main\"]")]
    public void Lists_texts_and_lays_arrays_of_them_flat(string[] from, string json) => Assert.Equal(json, Mapped(MappingForm.List, [.. from]));

    [Fact]
    public void Joins_scalars() => Assert.Equal("\"20@main@1\"", Mapped(MappingForm.Join, ["project_id", "ref", "runner_id"], "@"));

    [Theory]
    [InlineData(MappingForm.Join, "groups_direct", "joined of scalars; groups_direct is none")]
    [InlineData(MappingForm.Join, "runner_id", "joined of scalars; runner_id is none")]
    [InlineData(MappingForm.List, "job_config", "made of texts; job_config is none")]
    [InlineData(MappingForm.List, "groups_direct", "made of texts; groups_direct is none")]
    public void A_source_of_the_wrong_shape_refuses(MappingForm form, string from, string expected)
    {
        var changes = """{"runner_id": 1.5, "job_config": {}}""";
        if (form == MappingForm.List)
            changes = """{"groups_direct": ["a", 1], "job_config": {}}""";
        var outcome = ClaimMapping.Map([new ClaimMapping("c", form, ["ref", from], "/", OmitWhenMissing: true)], Jobs.Of(changes));
        Assert.Equal(new Refused(Reason.MappedClaimInvalid, "c", expected), outcome.Refusal());
    }

    [Theory]
    [InlineData("\"@absent\"")]
    [InlineData("null")]
    public void A_missing_source_leaves_the_claim_out_or_refuses(string value)
    {
        var facts = Jobs.Of($$"""{"environment": {{value}}}""");
        foreach (var form in new[] { MappingForm.Copy, MappingForm.List, MappingForm.Join })
        {
            ImmutableArray<string> from = form == MappingForm.Copy ? ["environment"] : ["ref", "environment"];
            Assert.Empty(ClaimMapping.Map([new ClaimMapping("c", form, from, "/", OmitWhenMissing: true)], facts).Value());
            Assert.Equal(new Refused(Reason.MappedClaimMissing, "c", "environment"), ClaimMapping.Map([new ClaimMapping("c", form, from, "/", OmitWhenMissing: false)], facts).Refusal());
        }
    }

    [Fact]
    public void An_empty_claim_is_not_a_missing_one() => Assert.Equal("\"\"", Mapped(MappingForm.Copy, ["environment"], changes: """{"environment": ""}"""));

    [Fact]
    public void Mapped_claims_stand_in_the_order_of_the_mappings()
    {
        ImmutableArray<ClaimMapping> mappings = [new("b", MappingForm.Constant, [], "1", false), new("a", MappingForm.Constant, [], "2", false)];
        Assert.Equal(["b", "a"], ClaimMapping.Map(mappings, Jobs.Of()).Value().Select(claim => claim.Name));
    }

    private static string Mapped(MappingForm form, ImmutableArray<string> from, string text = "", string changes = "{}") =>
        Assert.Single(ClaimMapping.Map([new ClaimMapping("c", form, from, text, false)], Jobs.Of(changes)).Value()).Value switch
        {
            IssuedValue.Text one => JsonSerializer.Serialize(one.Value),
            IssuedValue.Texts several => JsonSerializer.Serialize(several.Values),
            IssuedValue.Json json => JsonSerializer.Serialize(json.Element),
            _ => "",
        };
}
