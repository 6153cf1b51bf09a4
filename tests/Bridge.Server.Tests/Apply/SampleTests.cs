using Bridge.Keys;
using Xunit;

namespace Bridge.Server.Tests.Apply;

public sealed class SampleTests
{
    [Fact]
    public async Task The_sample_is_valid_and_applies_once()
    {
        var yaml = await File.ReadAllTextAsync(Path(), TestContext.Current.CancellationToken);
        var applied = new Applied();

        var first = await applied.CommitAsync(yaml);
        Assert.Empty(first.Mistakes);
        Assert.True(first.Written);
        Assert.Equal(["subject_can_shrink"], first.Warnings.Select(warning => warning.Code));
        Assert.Equal(
            ["+ issuers/gitlab", "+ relying_parties/deploy", "+ relying_parties/cluster", "+ clients/gitlab-ci", "+ mappings/project_path", "+ mappings/environment", "+ sub_components/default", "+ sub_components/my-project", "+ projects/gitlab/20"],
            first.Difference);

        var second = await applied.CommitAsync(yaml);
        Assert.Empty(second.Difference);
        Assert.False(second.Written);
        Assert.Single(applied.Store.Changes);

        var loaded = Applied.Compiler.Load(applied.Store.Source, new KeyRing([]));
        Assert.Empty(loaded.Mistakes);
        Assert.Equal(2, loaded.Configuration!.RelyingParties.Length);
    }

    private static string Path([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "../../../config/bridge.yaml");
}
