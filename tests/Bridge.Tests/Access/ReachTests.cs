using Bridge.Access;
using Xunit;

namespace Bridge.Tests.Access;

public sealed class ReachTests
{
    private static readonly Reach Group = new Reach.Group("main", "Acme/Web");
    private static readonly Reach Project = new Reach.Project("main", "20");

    public static TheoryData<Reach, Place, bool> Rows => new()
    {
        { Reach.Everything, Place.Instance, true },
        { Reach.Everything, new Place.Project("main", "20"), true },
        { Project, new Place.Project("main", "20"), true },
        { Project, new Place.Project("main", "20", "somewhere/else"), true },
        { Project, new Place.Project("main", "21"), false },
        { Project, new Place.Project("other", "20"), false },
        { Project, new Place.Group("main", "acme/web"), false },
        { Project, Place.Instance, false },
        { Group, new Place.Group("main", "acme/web"), true },
        { Group, new Place.Group("main", "ACME/web/shop"), true },
        { Group, new Place.Group("main", "acme"), false },
        { Group, new Place.Group("main", "acme/website"), false },
        { Group, new Place.Group("other", "acme/web"), false },
        { Group, new Place.Project("main", "20", "acme/web/shop"), true },
        { Group, new Place.Project("main", "20", "acme/web"), false },
        { Group, new Place.Project("main", "20", "acme/website/shop"), false },
        { Group, new Place.Project("other", "20", "acme/web/shop"), false },
        { Group, new Place.Project("main", "20"), false },
        { Group, Place.Instance, false },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_reach_covers_what_is_within_it_and_nothing_else(Reach reach, Place place, bool covers) => Assert.Equal(covers, reach.Covers(place));

    [Fact]
    public void Each_right_includes_those_before_it()
    {
        var writer = new Caller("token:1", Right.Write, Reach.Everything);
        Assert.True(writer.May(Right.Read, Place.Instance));
        Assert.True(writer.May(Right.Write, Place.Instance));
        Assert.False(writer.May(Right.Admin, Place.Instance));
    }

    [Fact]
    public void Nobody_gives_more_than_they_have()
    {
        var bound = new Caller("token:1", Right.Write, Group);
        Assert.True(bound.MayGive(Right.Write, new Reach.Group("main", "acme/web/shop")));
        Assert.False(bound.MayGive(Right.Admin, Group));
        Assert.False(bound.MayGive(Right.Read, new Reach.Group("main", "acme")));
        Assert.False(bound.MayGive(Right.Read, Reach.Everything));
    }

    [Fact]
    public void No_right_at_all_is_none() => Assert.False(new Caller("nobody", default, Reach.Everything).May(Right.Read, Place.Instance));
}
