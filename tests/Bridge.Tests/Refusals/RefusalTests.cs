using System.Text.RegularExpressions;
using Bridge.Refusals;
using Bridge.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Refusals;

public sealed partial class RefusalTests
{
    [Fact]
    public void Every_reason_has_one_row_and_a_code_that_is_its_name()
    {
        Assert.Equal(Enum.GetValues<Reason>().Order(), RefusalTable.Rows.Select(row => row.Reason).Order());
        Assert.All(RefusalTable.Rows, row => Assert.Equal(Capital().Replace(row.Reason.ToString(), "_$0").TrimStart('_').ToLowerInvariant(), row.Code));
    }

    [Fact]
    public void Every_sentence_keeps_to_the_characters_of_the_protocol() =>
        Assert.All(RefusalTable.Rows, row => Assert.Matches(Allowed(), row.Sentence + row.SentenceWhenAbsent));

    [Fact]
    public void Every_error_has_its_status() => Assert.All(RefusalTable.Rows, row => Assert.Equal(
        row.Error switch { "invalid_client" => 401, "server_error" => 500, "temporarily_unavailable" => 429, _ when row.Reason == Reason.RequestTooLarge => 413, _ => 400 }, row.Status));

    [Fact]
    public void Nothing_filled_in_leaves_the_characters_of_the_protocol() => Check.One(
        Cases.Of(1000),
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), Gen.Elements(Enum.GetValues<Reason>()).ToArbitrary(), (text, reason) =>
            Allowed().IsMatch(RefusalAnswer.To(new(reason, text, text, text), Visibility.Exact).Description)));

    [Theory]
    [InlineData("{expected}", "%7Bexpected%7D")]
    [InlineData("\"\\", "%22%5C")]
    [InlineData("é\r\n", "%C3%A9%0D%0A")]
    [InlineData("\u202E", "%E2%80%AE")]
    [InlineData(null, "absent")]
    public void Value_in_a_sentence_is_escaped(string? value, string escaped) => Assert.Equal(
        $"The kid of the subject token names no key of the issuer {escaped}.",
        RefusalAnswer.To(new(Reason.KeyUnknown, value, "EXPECTED", "ACTUAL"), Visibility.Exact).Description);

    [Fact]
    public void Value_in_a_sentence_is_cut_at_128_characters_and_whole_beside_it()
    {
        string Shown(string value) => RefusalAnswer.To(new(Reason.KeyUnknown, value), Visibility.Exact).Description["The kid of the subject token names no key of the issuer ".Length..];
        Assert.Equal(new string('a', 128) + ".", Shown(new string('a', 128)));
        Assert.Equal(new string('a', 128) + "....", Shown(new string('a', 129)));
        Assert.Equal(new string('a', 127) + "....", Shown(new string('a', 127) + "é"));
        var answer = RefusalAnswer.To(new(Reason.AudienceWrong, "aud", new string('e', 500), new string('é', 500)), Visibility.Exact);
        Assert.Equal((new string('e', 500), new string('é', 500)), (answer.Expected, answer.Actual));
    }

    [Fact]
    public void Unverified_caller_learns_nothing_and_unpermitted_job_no_names()
    {
        foreach (var reason in Enum.GetValues<Reason>())
        {
            var refused = new Refused(reason, "NAME", "EXPECTED", "ACTUAL");
            Assert.Equal(RefusalAnswer.To(new(Reason.SubjectTokenInvalid), Visibility.Exact), RefusalAnswer.To(refused, Visibility.TokenUnverified));
            Assert.Equal(RefusalAnswer.To(new(Reason.NotPermitted), Visibility.Exact), RefusalAnswer.To(refused, Visibility.NotPermitted));
            Assert.Equal("subject_token_invalid", RefusalAnswer.To(refused, (Visibility)99).Reason);
        }
    }

    [Fact]
    public void Of_a_claim_that_the_job_lacks_only_the_name_is_told()
    {
        foreach (var row in RefusalTable.Rows.Where(row => row.SentenceWhenAbsent is not null))
        {
            var answer = RefusalAnswer.To(new(row.Reason, "NAME", "SECRET"), Visibility.Exact);
            Assert.DoesNotContain("SECRET", answer.Description + answer.Expected + answer.Actual, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Default_and_null_outcomes_are_refusals_without_a_reason()
    {
        Assert.False(default(Outcome<string>).Is(out _, out var refused));
        Assert.Equal(Reason.Unspecified, refused.Reason);
        Outcome<string> empty = (string)null!;
        Assert.False(empty.Is(out _, out refused));
        Assert.Equal(Reason.Unspecified, refused.Reason);
        Outcome<string> none = (Refused)null!;
        Assert.False(none.Is(out _, out refused));
        Assert.Equal(Reason.Unspecified, refused.Reason);
        Assert.Equal(500, RefusalAnswer.To(refused, Visibility.Exact).Status);
        Assert.Equal("unspecified", RefusalTable.Of((Reason)(-1)).Code);
    }

    [GeneratedRegex(@"\A[\x20-\x21\x23-\x5B\x5D-\x7E]*\z", RegexOptions.None, 1000)]
    private static partial Regex Allowed();

    [GeneratedRegex("[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex Capital();
}
