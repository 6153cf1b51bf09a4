using System.Text.Json.Nodes;
using Bridge.Storage;
using Bridge.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Bridge.Server.Tests.Commands;

/// <summary><c>bridge lint</c> looks through what is stored.</summary>
public sealed class LintCommandTests : CommandTest
{
    private const string Sound = """
        issuers:
          - { id: gitlab, url: https://gitlab.example.com }
        relying_parties:
          - { id: deploy, audience: https://deploy.example.com, rules: [{ id: main, effect: allow, when: { project_id: '20' } }] }
        sub_components:
          - { id: default, components: [project_id, ref_type, ref] }
        """;

    [Fact]
    public async Task Nothing_found_ends_with_0()
    {
        await AppliedAsync(Sound);

        var ran = await RunAsync("lint");
        Assert.Equal((0, "Nothing found." + Environment.NewLine, ""), (ran.Code, ran.Output, ran.Error));
        Assert.Equal("[]", (await RunAsync("lint", "--output", "json")).Output.Trim());
    }

    [Fact]
    public async Task Warnings_end_with_2_and_say_why_and_what_to_do()
    {
        await AppliedAsync(Sound.Replace("project_id, ref_type, ref]", "project_id, ref]", StringComparison.Ordinal));

        var ran = await RunAsync("lint");

        Assert.Equal(2, ran.Code);
        Assert.Equal(
            """
            warning: sub_components[default].components: a branch and a tag of one name give the same sub: add ref_type (ref_without_ref_type)

            ref_without_ref_type: A branch and a tag can have one name, and whoever may push tags is not always who may push branches.
              Add ref_type, or take ref_path instead of ref.

            0 errors, 1 warning.

            """.ReplaceLineEndings(),
            ran.Output);
    }

    [Fact]
    public async Task An_error_that_is_stored_ends_with_1()
    {
        await AppliedAsync(Sound);
        // As if it had been written before there was a rule against it.
        await StoreAsync(context => context.Set<SubComponentRow>().Where(row => row.Claim == "ref_type").ExecuteUpdateAsync(row => row.SetProperty(one => one.Claim, "ref"), Ct));

        var ran = await RunAsync("lint", "--output", "json");

        Assert.Equal(1, ran.Code);
        var error = JsonNode.Parse(ran.Output)!.AsArray().First(line => line!["severity"]!.ToString() == "error")!;
        Assert.Equal(("duplicate_claim", "sub_components[default].components[2]", "ref stands twice"), (error["code"]!.ToString(), error["path"]!.ToString(), error["message"]!.ToString()));
        Assert.Equal("Leave the second one out.", error["remedy"]!.ToString());
    }

    [Fact]
    public async Task The_path_of_a_pin_tells_how_long_a_subject_is()
    {
        await AppliedAsync(Sound.Replace("project_id, ref_type", "project_path, project_id, ref_type", StringComparison.Ordinal));
        await StoreAsync(context =>
        {
            context.ProjectPins.Add(new() { Issuer = "gitlab", ProjectId = "20", NamespaceId = "7", Path = "g/" + new string('p', 250) });
            return context.SaveChangesAsync(Ct);
        });

        var ran = await RunAsync("lint");

        Assert.Equal(2, ran.Code);
        Assert.Contains("every sub of project 20 has", ran.Output, StringComparison.Ordinal);
    }

    private async Task AppliedAsync(string yaml)
    {
        await InitializedAsync();
        await RunAsync("apply", await WriteAsync("bridge.yaml", yaml));
    }

    private async Task StoreAsync(Func<BridgeDbContext, Task> write)
    {
        await using var database = BridgeDatabase.Open(new StorageOptions { Path = DatabaseFile }, Clock, NullLoggerFactory.Instance);
        await using var context = database.CreateContext();
        await write(context);
    }
}
