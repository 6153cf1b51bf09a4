using Bridge.GitLab;
using Xunit;

namespace Bridge.Tests.GitLab;

public sealed class ProjectPathsTests
{
    [Theory]
    [InlineData("Group/Sub.Z-A_9", "group/sub.z-a_9")]
    [InlineData("@[]^", "@[]^")]
    [InlineData("É/İ/\u212A", "É/İ/\u212A")]
    public void A_path_is_folded_in_ASCII_alone(string path, string folded) => Assert.Equal(folded, ProjectPaths.Fold(path));

    [Theory]
    [InlineData("g/p", "g", true)]
    [InlineData("g/sub/p", "g", true)]
    [InlineData("g/sub/p", "G/Sub", true)]
    [InlineData("g", "g", false)]
    [InlineData("gg/p", "g", false)]
    [InlineData("g-p", "g", false)]
    [InlineData("x/p", "g", false)]
    [InlineData("g", "g/sub", false)]
    public void Within_a_group_is_what_stands_below_it(string path, string group, bool within) => Assert.Equal(within, ProjectPaths.IsWithin(path, group));

    [Theory]
    [InlineData("g/sub/p", "g/sub")]
    [InlineData("p", "")]
    [InlineData("", "")]
    public void The_parent_is_all_but_the_last_segment(string path, string parent) => Assert.Equal(parent, ProjectPaths.Parent(path));

    [Theory]
    [InlineData("1", true)]
    [InlineData("20", true)]
    [InlineData("1234567890123456789", true)]
    [InlineData("12345678901234567890", false)]
    [InlineData("", false)]
    [InlineData("0", false)]
    [InlineData("01", false)]
    [InlineData("-1", false)]
    [InlineData("1 ", false)]
    [InlineData("1/../2", false)]
    [InlineData("٣", false)]
    public void An_id_is_a_number_as_GitLab_counts(string text, bool id) => Assert.Equal(id, ProjectPaths.IsId(text));

    [Theory]
    [InlineData("g", true)]
    [InlineData("g/Sub.1/a-b_c", true)]
    [InlineData("", false)]
    [InlineData("/g", false)]
    [InlineData("g/", false)]
    [InlineData("g//sub", false)]
    [InlineData("g/*", false)]
    [InlineData("g*/sub", false)]
    [InlineData("g/my sub", false)]
    [InlineData("g/sub\n", false)]
    public void A_groups_path_has_segments_and_no_wildcard(string text, bool group) => Assert.Equal(group, ProjectPaths.IsGroup(text));
}
