using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Server.Apply;
using Bridge.Server.Tests.Apply.Generated;
using Bridge.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Server.Tests.Apply;

/// <summary>What is exported is what was applied.</summary>
public sealed class ExportTests
{
    [Fact]
    public void Applied_where_there_is_nothing_an_export_makes_the_same_again() => Check.One(
        Cases.Of(200),
        Prop.ForAll(Configurations.All.ToArbitrary(), configuration =>
        {
            var first = new Applied();
            var (plan, exported) = RoundAsync(first, Yaml(configuration)).GetAwaiter().GetResult();
            var (again, exportedAgain) = RoundAsync(new Applied(), exported).GetAwaiter().GetResult();
            var onto = first.PlanAsync(exported).GetAwaiter().GetResult();
            return Told(plan.Mistakes.IsEmpty, string.Join('\n', plan.Mistakes))
                .And(Told(again.Mistakes.IsEmpty, string.Join('\n', again.Mistakes)))
                .And(Told(exportedAgain == exported, $"{exported}\n\n{exportedAgain}"))
                .And(Told(onto is { Mistakes.IsEmpty: true, Difference.IsEmpty: true }, string.Join('\n', onto.Difference)));
        }));

    [Fact]
    public void Any_content_is_read_as_it_was_written() => Check.One(
        Cases.Of(500),
        Prop.ForAll(Nodes.Map.ToArbitrary(), map =>
        {
            var text = Yaml(map);
            var read = YamlDocument.Read(text);
            return Told(read.Root is not null && NodeJson.Write(read.Root) == NodeJson.Write(map), $"{text}\n{string.Join('\n', read.Mistakes)}");
        }));

    [Theory]
    [InlineData("main", "main")]
    [InlineData("my-group/my-project", "my-group/my-project")]
    [InlineData("https://gitlab.example.com:8443/x", "https://gitlab.example.com:8443/x")]
    [InlineData("10m", "10m")]
    [InlineData("true", "\"true\"")]
    [InlineData("Yes", "\"Yes\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("20", "\"20\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    [InlineData("2027-01-01", "\"2027-01-01\"")]
    [InlineData("", "\"\"")]
    [InlineData("my-group/**", "\"my-group/**\"")]
    [InlineData("gitlab:", "\"gitlab:\"")]
    [InlineData(" x", "\" x\"")]
    [InlineData("a # b", "\"a # b\"")]
    [InlineData("line\nline", "\"line\\nline\"")]
    public void A_text_is_quoted_where_it_could_be_taken_for_something_else(string text, string written) =>
        Assert.Equal($"value: {written}\n", Yaml(new Node.Map([new("value", new Node.Scalar(text, ScalarType.Text, 0), 0)], 0)));

    [Fact]
    public async Task What_stands_in_a_file_stands_in_order()
    {
        var applied = new Applied();
        await applied.CommitAsync("""
            projects: [{issuer: gitlab, project_id: "100"}, {issuer: gitlab, project_id: "20"}]
            sub_components: [{id: z, components: [project_id]}, {id: a, issuer: gitlab, group: g, components: [project_id, {claim: environment, missing: omit}], locked: true}]
            relying_parties:
              - {id: deploy, audience: https://deploy.example.com, rules: [{id: main, effect: allow, when: {ref_protected: "true", project_id: "20"}}]}
            issuers:
              - {id: gitlab, url: https://gitlab.example.com}
            """);

        Assert.Equal("""
            issuers:
            - id: gitlab
              url: https://gitlab.example.com
            relying_parties:
            - id: deploy
              audience: https://deploy.example.com
              rules:
              - id: main
                effect: allow
                when:
                  ref_protected: "true"
                  project_id: "20"
            sub_components:
            - id: a
              issuer: gitlab
              group: g
              components:
              - project_id
              - claim: environment
                missing: omit
              locked: true
            - id: z
              components:
              - project_id
            projects:
            - issuer: gitlab
              project_id: "20"
            - issuer: gitlab
              project_id: "100"

            """, await ExportAsync(applied));
    }

    [Fact]
    public async Task Where_nothing_is_configured_an_export_is_an_empty_file_that_can_be_applied()
    {
        var exported = await ExportAsync(new Applied());

        Assert.Equal("{}\n", exported);
        Assert.Empty((await new Applied().PlanAsync(exported)).Mistakes);
    }

    [Fact]
    public async Task A_change_while_it_is_read_makes_it_read_again()
    {
        var applied = new Applied();
        await applied.CommitAsync("clients: [{id: gitlab-ci, enabled: false}]");
        var readings = 0;
        applied.Store.AfterRead = () =>
        {
            if (++readings == 1)
                applied.Store.Source = applied.Store.Source with { Revision = applied.Store.Source.Revision + 1, Definitions = [] };
        };

        Assert.Equal("{}\n", await ExportAsync(applied));
    }

    private static async Task<(ApplyPlan Plan, string Exported)> RoundAsync(Applied applied, string yaml) =>
        (await applied.CommitAsync(yaml, int.MaxValue), await ExportAsync(applied));

    private static async Task<string> ExportAsync(Applied applied) => Yaml(await ExportedFile.ReadAsync(applied.Store, TestContext.Current.CancellationToken));

    private static string Yaml(Node.Map map)
    {
        using var writer = new StringWriter();
        YamlText.Write(map, writer);
        return writer.ToString();
    }

    private static Property Told(bool holds, string otherwise) => holds.ToProperty().Label(otherwise);
}
