using Bridge.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Bridge.Server.Tests.Commands;

/// <summary><c>bridge apply</c>: all or nothing.</summary>
public sealed class ApplyCommandTests : CommandTest
{
    private const string Good = """
        issuers: [{ id: gitlab, url: 'https://gitlab.test' }]
        relying_parties: [{ id: deploy, audience: 'https://deploy.test', rules: [{ id: all, effect: allow, everyone: true }] }]
        """;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await InitializedAsync();
    }

    [Fact]
    public async Task A_dry_run_ends_with_2_where_something_would_change_and_writes_nothing()
    {
        var (file, before) = (await WriteAsync("bridge.yaml", Good), await RevisionAsync());

        var ran = await RunAsync("apply", file, "--dry-run");

        Assert.Equal(2, ran.Code);
        Assert.Equal($"+ issuers/gitlab{Environment.NewLine}+ relying_parties/deploy{Environment.NewLine}Nothing was written: 2 would change.{Environment.NewLine}", ran.Output);
        Assert.Equal(before, await RevisionAsync());
    }

    [Fact]
    public async Task Applied_again_a_file_changes_nothing()
    {
        var file = await WriteAsync("bridge.yaml", Good);
        Assert.EndsWith($"Applied: 2 changed.{Environment.NewLine}", await DoneAsync("apply", file), StringComparison.Ordinal);
        var applied = await RevisionAsync();

        Assert.Equal($"Nothing to change.{Environment.NewLine}", await DoneAsync("apply", file));
        Assert.Equal($"Nothing to change.{Environment.NewLine}", await DoneAsync("apply", file, "--dry-run"));
        Assert.Equal(applied, await RevisionAsync());
    }

    [Fact]
    public async Task It_reads_standard_input()
    {
        Assert.Equal(2, (await InputAsync(Good, "apply", "-", "--dry-run")).Code);
        Assert.Equal(0, (await InputAsync(Good, "apply", "-")).Code);
        Assert.Equal(0, (await InputAsync(Good, "apply", "-", "--dry-run")).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_mistake_is_told_with_its_line_and_nothing_is_written(bool dryRun)
    {
        var before = await RevisionAsync();
        const string Bad = """
            issuers:
              - id: gitlab
                url: https://gitlab.test
              - id: typo
                url: ftp://gitlab.test
            relying_parties:
              - id: deploy
                audience: https://deploy.test
                lifetime: soon
                rules:
                  - { id: all, effect: allow }
                  - { id: protected, effect: allow, when: { ref_protected: true } }
            """;

        var ran = await InputAsync(Bad, ["apply", "-", .. dryRun ? new[] { "--dry-run" } : []]);

        Assert.Equal(3, ran.Code);
        Assert.All(new[] { 5, 9, 11, 12 }, line => Assert.Contains($"line {line}", ran.Error, StringComparison.Ordinal));
        Assert.Empty(ran.Output);
        Assert.Equal(before, await RevisionAsync());
    }

    [Theory]
    [InlineData("issuers: [", "is not YAML")]
    [InlineData("a: &x 1\nb: *x", "line 2")]
    [InlineData("issuers: []\nissuers: []", "line 2")]
    [InlineData("isuers: []", "isuers")]
    public async Task What_is_no_configuration_is_told(string yaml, string told)
    {
        var ran = await InputAsync(yaml, "apply", "-");

        Assert.Equal(3, ran.Code);
        Assert.Contains(told, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told()
    {
        var ran = await RunAsync("apply", In("missing.yaml"));

        Assert.Equal(3, ran.Code);
        Assert.StartsWith($"{In("missing.yaml")} cannot be read", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_ten_deletions_need_their_number()
    {
        await InputAsync("relying_parties:\n" + string.Concat(Enumerable.Range(0, 11).Select(number => $"  - {{ id: p{number}, audience: 'https://{number}.test' }}\n")), "apply", "-");
        var before = await RevisionAsync();
        const string Prune = "relying_parties: { prune: true, items: [] }";

        Assert.Equal(3, (await InputAsync(Prune, "apply", "-")).Code);
        Assert.Equal(3, (await InputAsync(Prune, "apply", "-", "--allow-delete", "10")).Code);
        Assert.Equal(before, await RevisionAsync());
        Assert.Equal(0, (await InputAsync(Prune, "apply", "-", "--allow-delete", "11")).Code);
    }

    [Fact]
    public async Task Without_prune_nothing_that_is_left_out_is_deleted()
    {
        await InputAsync(Good, "apply", "-");

        Assert.Equal($"Nothing to change.{Environment.NewLine}", (await InputAsync("relying_parties: []", "apply", "-")).Output);
        Assert.Contains("- relying_parties/deploy", (await InputAsync("relying_parties: { prune: true, items: [] }", "apply", "-")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_change_log_says_who_and_with_which_file()
    {
        var file = await WriteAsync("bridge.yaml", Good);
        await DoneAsync("apply", file);

        await using var database = Open();
        await using var context = database.CreateContext();
        var change = await context.ChangeLog.OrderBy(row => row.Revision).LastAsync(Ct);
        Assert.StartsWith("cli:", change.Author, StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(file, Ct))), change.FileHash);
        Assert.Equal("+ issuers/gitlab\n+ relying_parties/deploy", change.Difference);
    }

    private async Task<long> RevisionAsync()
    {
        await using var database = Open();
        await using var context = database.CreateContext();
        return (await context.Revision.SingleAsync(Ct)).Number;
    }

    private BridgeDatabase Open() => BridgeDatabase.Open(new StorageOptions { Path = DatabaseFile }, Clock, NullLoggerFactory.Instance);
}
