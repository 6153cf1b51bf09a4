using Bridge.Access;
using Xunit;

namespace Bridge.Server.Tests.Pages.Subjects;

/// <summary>What the editor shows before anything is saved.</summary>
public sealed class PreviewTests : EditorTest
{
    private const string Draft = "/subjects/preview?id=main-20&level=project&issuer=main&project_id=20&made=components&overflow=refuse";

    [Fact]
    public async Task Subs_of_real_jobs_are_shown_with_their_bytes_and_who_takes_them()
    {
        await ConfigureAsync();
        await SubAsync();
        await SubAsync(branch: "feature/" + new string('x', 110));
        await SubAsync("21", "my-group/other");
        var browser = await BrowserOfAsync(Role.Admin);

        var text = (await browser.GetAsync($"{Draft}&claim=project_id&claim=ref_type&claim=ref", Ct)).Text;

        Assert.Contains("project_id:20:ref_type:branch:ref:main", text, StringComparison.Ordinal);
        Assert.Contains("38 bytes", text, StringComparison.Ordinal);
        Assert.Contains("152 bytes", text, StringComparison.Ordinal);
        Assert.DoesNotContain("my-group/other", text, StringComparison.Ordinal);
        var limits = (await browser.GetAsync($"{Draft}&claim=project_id&claim=ref_type&claim=ref", Ct)).Html;
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(limits, "limit-exceeded\" title=\"The sub would have 152 bytes; at most 127 are allowed", default, TimeSpan.FromSeconds(1)));
        Assert.Equal(1, (await Bridge.Engine.Database.Things.FindTemplateAsync("main-20", Ct))!.Version);
    }

    [Fact]
    public async Task Linter_speaks_as_one_types()
    {
        await ConfigureAsync();
        var browser = await BrowserOfAsync(Role.Admin);

        Assert.Contains("no_immutable_id", (await browser.GetAsync($"{Draft}&claim=project_path&claim=ref", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("ref_without_ref_type", (await browser.GetAsync($"{Draft}&claim=project_path&claim=ref", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("first_element", (await browser.GetAsync($"{Draft}&claim=ref&claim=project_id", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("no_components", (await browser.GetAsync(Draft, Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("cloud demands project_id", (await browser.GetAsync($"{Draft}&claim=project_path", Ct)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("finding", (await browser.GetAsync($"{Draft}&claim=project_id", Ct)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_that_lacks_a_claim_is_shown_as_refused()
    {
        await ConfigureAsync();
        await SubAsync();
        var browser = await BrowserOfAsync(Role.Admin);

        Assert.Contains("The sub is built of environment, which this job does not have. (subject_claim_missing)", (await browser.GetAsync($"{Draft}&claim=project_id&claim=environment", Ct)).Text, StringComparison.Ordinal);
        var omitted = await browser.GetAsync($"{Draft}&claim=project_id&claim=environment&omit=environment", Ct);
        Assert.Contains("13 bytes", omitted.Text, StringComparison.Ordinal);
        Assert.Contains("subject_can_shrink", omitted.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Group_is_shown_on_its_projects_and_says_where_it_does_not_count()
    {
        await ConfigureAsync();
        await SubAsync();
        await SubAsync("30", "my-group/sub/third");
        await SubAsync("31", "elsewhere/fourth");
        var browser = await BrowserOfAsync(Role.Admin);

        var text = (await browser.GetAsync("/subjects/preview?level=group&issuer=main&group=My-Group&made=components&claim=project_id", Ct)).Text;

        Assert.Contains("my-group/sub/third", text, StringComparison.Ordinal);
        Assert.Contains("For this job main-20 counts, not this.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere/fourth", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_is_called_new_is_another_than_one_that_has_no_id_yet()
    {
        await ConfigureAsync(Templates.Replace("main-20", "new", StringComparison.Ordinal));
        await SubAsync();
        var browser = await BrowserOfAsync(Role.Admin);

        var text = (await browser.GetAsync("/subjects/preview?level=group&issuer=main&group=my-group&made=components&claim=project_id", Ct)).Text;

        Assert.Contains("For this job new counts, not this.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_change_is_told_by_the_exchanges_that_were()
    {
        await ConfigureAsync();
        await SubAsync();
        await SubAsync();
        await SubAsync("21", "my-group/other");
        var browser = await BrowserOfAsync(Role.Admin);

        var same = await browser.GetAsync($"{Draft}&impact=true&claim=project_path&claim=ref_type&claim=ref", Ct);
        Assert.Contains("the last 2 exchanges", same.Text, StringComparison.Ordinal);
        Assert.Contains("Nobody would have got anything else.", same.Text, StringComparison.Ordinal);

        var other = await browser.GetAsync($"{Draft}&impact=true&claim=project_id", Ct);
        Assert.Contains("2 exchanges of 1 project would have got another sub", other.Text, StringComparison.Ordinal);
        Assert.Contains("project_id:20", other.Text, StringComparison.Ordinal);

        Assert.Contains("2 exchanges of 1 project would have been refused", (await browser.GetAsync($"{Draft}&impact=true&claim=project_id&claim=environment", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("the first must name the project", (await browser.GetAsync($"{Draft}&impact=true&claim=ref", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal(1, (await Bridge.Engine.Database.Things.FindTemplateAsync("main-20", Ct))!.Version);
    }
}
