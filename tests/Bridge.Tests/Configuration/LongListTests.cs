using System.Diagnostics;
using Bridge.Configuration;
using Bridge.Configuration.Reading;
using Xunit;

namespace Bridge.Tests.Configuration;

public sealed class LongListTests
{
    // Compared each with each these took minutes; on a slow machine they take less than a second now.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_list_of_200_000_texts_is_read_in_time_that_grows_with_its_length()
    {
        var findings = new Findings();
        var list = new Node.List([.. Enumerable.Range(0, 200_000).Append(7).Select(number => new Node.Scalar($"{number:x5}", ScalarType.Text, 0))], 0);
        var since = Stopwatch.GetTimestamp();

        var texts = new MapReader(new Node.Map([new("ref", list, 0)], 0), "when", findings).Texts("ref");

        Assert.True(Stopwatch.GetElapsedTime(since) < Patience);
        Assert.Equal(200_000, texts!.Value.Length);
        Assert.Equal("00007 stands twice", Assert.Single(findings.Mistakes).Message);
    }
}
