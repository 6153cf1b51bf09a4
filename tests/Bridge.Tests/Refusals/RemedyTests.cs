using Bridge.Exchange;
using Bridge.Refusals;
using Xunit;

namespace Bridge.Tests.Refusals;

/// <summary>What is told of a reason beside its row: what to do, and which check gave it.</summary>
public sealed class RemedyTests
{
    public static TheoryData<Reason> Reasons => [.. Enum.GetValues<Reason>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_says_what_to_do(Reason reason)
    {
        Assert.EndsWith(".", Remedies.Of(reason), StringComparison.Ordinal);
        if (reason != Reason.Unspecified)
            Assert.NotEqual(Remedies.Of(Reason.Unspecified), Remedies.Of(reason));
        Assert.Equal(reason, Remedies.Find(RefusalTable.Of(reason).Code));
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_is_of_one_check(Reason reason) =>
        Assert.Equal(reason is Reason.Unspecified or Reason.SubjectTokenInvalid or Reason.NotPermitted, RefusedAt.Of(reason) is null);

    [Fact]
    public void Code_of_another_version_has_no_reason() => Assert.Null(Remedies.Find("no_such_reason"));
}
