using Bridge.Subjects;
using Xunit;

namespace Bridge.Tests.Subjects;

public sealed class SubTemplateTests
{
    [Fact]
    public void Two_templates_are_the_same_only_if_they_are_in_everything()
    {
        var one = new SubTemplate { Id = "t", Version = 1, Level = TemplateLevel.Instance, Components = [new("project_path"), new("ref")] };
        Assert.True(one.SameAs(one with { Components = [new("project_path"), new("ref")] }));
        SubTemplate[] others =
        [
            one with { Version = 2 }, one with { Issuer = "gitlab" }, one with { Locked = true }, one with { Overflow = Overflow.Digest },
            one with { Components = [new("project_path")] }, one with { Components = [new("project_path"), new("ref", Omit: true)] },
            one with { Components = [new("ref"), new("project_path")] },
        ];
        Assert.DoesNotContain(others, one.SameAs);
    }
}
