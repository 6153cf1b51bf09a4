using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Subjects;
using Xunit;

namespace Bridge.Server.Tests.Apply;

public sealed class EditorTests
{
    private readonly MemoryConfiguration store = new();

    [Fact]
    public async Task Who_made_a_template_is_not_told_the_version_that_somebody_else_made_of_it_at_once()
    {
        var made = NodeJson.ReadMap("""{"id":"all","components":["project_id","ref_type","ref"]}""");
        Assert.NotNull((await PutAsync(made)).Version);

        store.Source = store.Source with { Templates = [] };
        store.AfterChange = () => store.Source = store.Source with { Templates = [SubTemplate.Default with { Id = "all", Version = 2 }] };
        Assert.Null((await PutAsync(made)).Version);
    }

    private async Task<EditOutcome.Done> PutAsync(Node.Map value)
    {
        var editor = new Editor(store, Applied.Compiler, TimeProvider.System);
        var outcome = await editor.CommitAsync(new Edit(Edit.SubComponents, "all", value, 0), new Caller("token:1", Right.Write, Reach.Everything), null, TestContext.Current.CancellationToken);
        return Assert.IsType<EditOutcome.Done>(outcome);
    }
}
