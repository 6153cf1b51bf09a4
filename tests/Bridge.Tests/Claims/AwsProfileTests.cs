using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Bridge.Claims;
using Bridge.Json;
using Bridge.Refusals;
using Bridge.Tests.GitLab;
using Bridge.Tests.Policies;
using Xunit;

namespace Bridge.Tests.Claims;

public sealed class AwsProfileTests
{
    private const string Text = "at most 256 letters, digits, spaces and _.:/=+-@, not beginning with aws:";

    [Fact]
    public void Each_tag_is_an_array_of_one_text() => Assert.Equal(
        """{"https://aws.amazon.com/tags":{"principal_tags":{"Project":["g/p"],"Runner":["1"],"Team":["platform"],"Where":["g@main"]},"transitive_tag_keys":["Team"]}}""",
        Shaped([From("Project", "project_path"), From("Runner", "runner_id"), Constant("Team", "platform"), new("Where", MappingForm.Join, ["namespace_path", "ref"], "@", false)], ["Team"]));

    [Fact]
    public void Without_a_tag_there_is_no_claim()
    {
        Assert.Equal("{}", Shaped([]));
        Assert.Equal("{}", Shaped([From("Environment", "environment") with { OmitWhenMissing = true }], ["Environment"]));
    }

    [Fact]
    public void A_tag_that_is_left_out_is_not_transitive_either() => Assert.Equal(
        """{"https://aws.amazon.com/tags":{"principal_tags":{"Project":["g/p"]}}}""",
        Shaped([From("Project", "project_path"), From("Environment", "environment") with { OmitWhenMissing = true }], ["Environment"]));

    [Fact]
    public void A_tag_may_be_named_like_a_reserved_claim() => Assert.Equal(
        """{"https://aws.amazon.com/tags":{"principal_tags":{"project_id":["20"]}}}""", Shaped([From("project_id", "project_id")]));

    [Theory]
    [InlineData("")]
    [InlineData("main")]
    [InlineData("Straße 名前 ٣ Ⅷ _.:/=+-@")]
    [InlineData("a\u00A0b\u2028c\u2029d")]
    [InlineData("𝒳")]
    public void A_value_may_have_what_AWS_takes(string value)
    {
        Assert.Null(SessionTags.ValueMistake(value));
        Assert.Contains(JsonSerializer.Serialize(value), JsonSerializer.Serialize(JsonDocument.Parse(Shaped([Constant("t", value)]))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\tb")]
    [InlineData("a\n")]
    [InlineData("a#b")]
    [InlineData("a,b")]
    [InlineData("a*b")]
    [InlineData("(a)")]
    [InlineData("e\u0301")]
    [InlineData("🦊")]
    [InlineData("aws:x")]
    [InlineData("AWS:x")]
    public void A_value_that_AWS_refuses_is_refused_by_its_tags_name(string value)
    {
        Assert.Equal(Text, SessionTags.ValueMistake(value));
        Assert.Equal(new Refused(Reason.MappedClaimInvalid, "session_tags.Ref", Text), Refused([From("Ref", "c")], $$"""{"c": {{JsonSerializer.Serialize(value)}}}"""));
    }

    [Fact]
    public void A_value_has_at_most_256_characters()
    {
        Assert.Null(SessionTags.ValueMistake(new string('a', 256)));
        Assert.Equal(Text, SessionTags.ValueMistake(new string('a', 257)));
        Assert.Equal(new Refused(Reason.MappedClaimInvalid, "session_tags.Ref", Text), Refused([From("Ref", "ref")], $$"""{"ref": "{{new string('a', 257)}}"}"""));
    }

    [Theory]
    [InlineData("[\"a\"]")]
    [InlineData("{}")]
    [InlineData("1.5")]
    public void A_value_that_is_no_text_is_refused(string json) =>
        Assert.Equal(new Refused(Reason.MappedClaimInvalid, "session_tags.T", Text), Refused([From("T", "c")], $$"""{"c": {{json}}}"""));

    [Fact]
    public void A_tag_whose_claim_the_job_lacks_is_refused_by_its_name() =>
        Assert.Equal(new Refused(Reason.MappedClaimMissing, "session_tags.Environment", "environment"), Refused([From("Environment", "environment")]));

    [Fact]
    public void A_tag_that_cannot_be_joined_is_refused_by_its_name() => Assert.Equal(
        new Refused(Reason.MappedClaimInvalid, "session_tags.T", "joined of scalars; c is none"),
        Refused([new("T", MappingForm.Join, ["ref", "c"], "/", false)], """{"c": {}}"""));

    [Theory]
    [InlineData("Project", true)]
    [InlineData("cost:center/2+a=b@c.d_e-f g", true)]
    [InlineData("名前", true)]
    [InlineData("", false)]
    [InlineData("aws:Project", false)]
    [InlineData("Aws:Project", false)]
    [InlineData("a#b", false)]
    [InlineData("a\n", false)]
    public void A_key_is_held_to_AWSs_pattern(string key, bool taken)
    {
        Assert.Equal(taken, SessionTags.KeyMistake(key) is null);
        Assert.Null(SessionTags.KeyMistake(new string('k', 128)));
        Assert.Equal("the key of a session tag has 1 to 128 letters, digits, spaces and _.:/=+-@, and does not begin with aws:", SessionTags.KeyMistake(new string('k', 129)));
    }

    [Theory]
    [InlineData("ab", true)]
    [InlineData("sample.user_1+x=y,z@h-i", true)]
    [InlineData("a", false)]
    [InlineData("a b", false)]
    [InlineData("ä-user", false)]
    [InlineData("aws:x", false)]
    public void A_source_identity_is_held_to_AWSs_pattern(string name, bool taken) =>
        Assert.Equal(taken, Profile.All["aws"].Shape([Identity(new IssuedValue.Text(name))], Jobs.Of(), "s", ProfileSettings.None).Is(out _, out _));

    [Fact]
    public void A_source_identity_has_at_most_64_characters_and_is_one_text()
    {
        Assert.True(Profile.All["aws"].Shape([Identity(new IssuedValue.Text(new string('a', 64)))], Jobs.Of(), "s", ProfileSettings.None).Is(out _, out _));
        var expected = new Refused(Reason.MappedClaimInvalid, "https://aws.amazon.com/source_identity", "2 to 64 letters and digits of ASCII and _+=,.@-");
        Assert.Equal(expected, Profile.All["aws"].Shape([Identity(new IssuedValue.Text(new string('a', 65)))], Jobs.Of(), "s", ProfileSettings.None).Refusal());
        Assert.Equal(expected, Profile.All["aws"].Shape([Identity(new IssuedValue.Texts(["abc"]))], Jobs.Of(), "s", ProfileSettings.None).Refusal());
    }

    [Fact]
    public void All_mapped_claims_together_leave_room_for_STSs_longest_token()
    {
        const int Frame = 2 + 7;
        Assert.True(Shape(new string('x', 12288 - Frame)).Is(out _, out _));
        var refused = Shape(new string('x', 12288 - Frame + 1)).Refusal();
        Assert.Equal((Reason.MappedClaimInvalid, "big", "shorter: all mapped claims have at most 12288 bytes of JSON together"), (refused.Reason, refused.Name, refused.Expected));

        static Outcome<ImmutableArray<IssuedClaim>> Shape(string value) =>
            Profile.All["aws"].Shape([new IssuedClaim("big", new IssuedValue.Text(value[1..]))], Jobs.Of(), "s", ProfileSettings.None);
    }

    [Fact]
    public void Of_claims_that_are_too_long_together_the_longest_is_named()
    {
        ImmutableArray<IssuedClaim> mapped = [Long("long", 5000), Long("longest", 6000), Long("short", 2000)];
        Assert.Equal("longest", Profile.All["aws"].Shape(mapped, Jobs.Of(), "s", ProfileSettings.None).Refusal().Name);

        static IssuedClaim Long(string name, int length) => new(name, new IssuedValue.Text(new string('x', length)));
    }

    [Fact]
    public void Fifty_of_the_longest_tags_are_too_much_for_one_token()
    {
        var mappings = Enumerable.Range(0, 50).Select(number => Constant($"{number:000}" + new string('k', 125), new string('v', 256))).ToImmutableArray();
        Assert.Equal("https://aws.amazon.com/tags", Refused(mappings).Name);
        Assert.True(Profile.All["aws"].Shape([], Jobs.Of(), "s", new("", new(mappings[..30], []))).Is(out _, out _));
    }

    /// <summary>Claims as the members of a JSON object.</summary>
    internal static string Write(ImmutableArray<IssuedClaim> claims) => Encoding.UTF8.GetString(CompactJson.Write(claims, static (claims, writer) =>
    {
        foreach (var claim in claims)
            claim.WriteTo(writer);
    }));

    private static string Shaped(ImmutableArray<ClaimMapping> tags, params ImmutableArray<string> transitive) =>
        Write(Profile.All["aws"].Shape([], Jobs.Of(), "s", new ProfileSettings("", new SessionTags(tags, transitive))).Value());

    private static Refused Refused(ImmutableArray<ClaimMapping> tags, string changes = "{}") =>
        Profile.All["aws"].Shape([], Jobs.Of(changes), "s", new ProfileSettings("", new SessionTags(tags, []))).Refusal();

    private static ClaimMapping From(string key, string claim) => new(key, MappingForm.Copy, [claim], "", OmitWhenMissing: false);

    private static ClaimMapping Constant(string key, string text) => new(key, MappingForm.Constant, [], text, OmitWhenMissing: false);

    private static IssuedClaim Identity(IssuedValue value) => new("https://aws.amazon.com/source_identity", value);
}
