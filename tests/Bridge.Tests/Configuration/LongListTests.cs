using Bridge.Configuration;
using Bridge.Configuration.Reading;
using Xunit;

namespace Bridge.Tests.Configuration;

public sealed class LongListTests
{
    // Compared each with each they are five hundred billion pairs, which no test run sees the end of.
    [Fact]
    public void A_list_of_a_million_texts_ends_and_says_which_stands_twice()
    {
        var findings = new Findings();
        var list = new Node.List([.. Enumerable.Range(0, 1_000_000).Append(7).Select(number => new Node.Scalar($"{number:x5}", ScalarType.Text, 0))], 0);

        var texts = new MapReader(new Node.Map([new("ref", list, 0)], 0), "when", findings).Texts("ref");

        Assert.Equal(1_000_000, texts!.Value.Length);
        Assert.Equal("00007 stands twice", Assert.Single(findings.Mistakes).Message);
    }
}
