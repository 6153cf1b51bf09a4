using Bridge.Access;
using Bridge.Server.Tests.Pages.Subjects;
using Bridge.Simulator.SignIn;
using Bridge.Testing.Pages;
using Xunit;

namespace Bridge.Server.Tests.Pages.Projects;

/// <summary>The pages of projects.</summary>
public sealed class ProjectPageTests : EditorTest
{
    [Fact]
    public async Task Search_finds_a_part_of_the_path_or_the_whole_id()
    {
        await ConfigureAsync();
        await SubAsync("4711", "Shop/payments");
        await SubAsync("4712", "shop/web/store");
        var browser = await BrowserOfAsync(Role.Auditor);

        Assert.Equal(["20", "21", "4711", "4712"], await FoundAsync(browser, ""));
        Assert.Equal(["4711", "4712"], await FoundAsync(browser, "?search=SHOP/"));
        Assert.Equal(["4711"], await FoundAsync(browser, "?search=payments"));
        Assert.Equal(["4712"], await FoundAsync(browser, "?search=4712"));
        Assert.Equal([], await FoundAsync(browser, "?search=shop&issuer=other"));
        Assert.Contains("No project found", (await browser.GetAsync("/projects?search=nothing", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("No job of project 99 came yet", (await browser.GetAsync("/projects?search=99", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_list_goes_in_pages_that_keep_the_search()
    {
        await ConfigureAsync();
        await Bridge.ApplyAsync($"projects: [{string.Join(", ", Enumerable.Range(100, 120).Select(id => $"{{ issuer: main, project_id: '{id}' }}"))}]", Ct);
        var browser = await BrowserOfAsync(Role.Auditor);

        var (seen, path) = (new List<string>(), "/projects?issuer=main");
        while (path is not null)
        {
            var page = await browser.GetAsync(path, Ct);
            seen.AddRange(Ids(page));
            path = System.Text.RegularExpressions.Regex.Match(page.Html, "href=\"(?<next>[^\"]*)\" rel=\"next\"", default, TimeSpan.FromSeconds(1)) is { Success: true } next ? System.Net.WebUtility.HtmlDecode(next.Groups["next"].Value) : null;
            Assert.True(path is null || path.Contains("issuer=main", StringComparison.Ordinal));
        }

        Assert.Equal(122, seen.Distinct().Count());
        Assert.Equal(122, seen.Count);
    }

    [Fact]
    public async Task Page_says_which_template_counts_and_why_each_other_one_does_not()
    {
        await ConfigureAsync(Templates + """

              - { id: group, issuer: main, group: my-group, components: [project_id, ref_protected], locked: true }
              - { id: instance, components: [project_path] }
              - { id: clouds, issuer: main, group: my-group, relying_party: cloud, components: [project_path] }
            """);
        await SubAsync();
        var browser = await BrowserOfAsync(Role.Auditor);

        var text = (await browser.GetAsync("/projects/main/20", Ct)).Text;

        Assert.Contains("from group my-group, locked: group, version 1", Plain(text), StringComparison.Ordinal);
        Assert.Contains("main-20 the lock of group (group my-group) holds", Plain(text), StringComparison.Ordinal);
        Assert.Contains("instance group (group my-group) is nearer", Plain(text), StringComparison.Ordinal);
        Assert.Contains("project_id:20:ref_protected:true", text, StringComparison.Ordinal);
        Assert.Contains("granted", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Relying_party_that_demands_more_is_named_and_one_template_may_count_for_it_alone()
    {
        await ConfigureAsync(Templates + """

              - { id: clouds, issuer: main, project_id: '20', relying_party: cloud, components: [project_id] }
            """);
        var browser = await BrowserOfAsync(Role.Admin);

        var own = Plain((await browser.GetAsync("/projects/main/20", Ct)).Text);
        Assert.Contains("At every other relying party", own, StringComparison.Ordinal);
        Assert.Contains("At cloud", own, StringComparison.Ordinal);
        Assert.DoesNotContain("template_too_weak", own, StringComparison.Ordinal);
        Assert.Contains("cloud demands project_id", Plain((await browser.GetAsync("/projects/main/4711", Ct)).Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administrator_enrols_a_project_and_takes_it_back()
    {
        await ConfigureAsync();
        Assert.Null(await SubAsync("21", "my-group/other", audience: "https://cloud.test"));
        var browser = await BrowserOfAsync(Role.Admin);
        var page = await browser.GetAsync("/projects/main/21", Ct);
        Assert.Contains("refused until an administrator confirms it (project_unconfirmed)", Plain(page.Text), StringComparison.Ordinal);

        Assert.Equal("/projects/main/21", (await browser.PostAsync("/projects/enrol/main/21", page.Fields("__RequestVerificationToken"), Ct)).Location);
        Assert.NotNull(await SubAsync("21", "my-group/other", audience: "https://cloud.test"));
        // A second time there is nothing to do, and no entry of it.
        var revision = await Bridge.Engine.Database.Configuration.RevisionAsync(Ct);
        await browser.PostAsync("/projects/enrol/main/21", page.Fields("__RequestVerificationToken"), Ct);
        Assert.Equal(revision, await Bridge.Engine.Database.Configuration.RevisionAsync(Ct));

        var question = await browser.GetAsync("/projects/withdraw/main/21", Ct);
        Assert.Contains("refused as project_unconfirmed at cloud", question.Text, StringComparison.Ordinal);
        Assert.Equal("/projects/main/21", (await browser.PostAsync("/projects/withdraw/main/21", question.Fields("Version"), Ct)).Location);
        Assert.Null(await SubAsync("21", "my-group/other", audience: "https://cloud.test"));
        Assert.Equal(["- projects/main/21", "+ projects/main/21"], (await Bridge.Engine.Database.History.EntriesAsync(new(Section: "projects"), null, 2, Ct)).Select(entry => entry.Difference));
    }

    [Fact]
    public async Task Enrolment_made_anew_while_the_question_was_read_is_not_taken_back()
    {
        await ConfigureAsync();
        var browser = await BrowserOfAsync(Role.Admin);
        await EnrolAsync(browser);
        var seen = await browser.GetAsync("/projects/withdraw/main/21", Ct);
        await browser.PostAsync("/projects/withdraw/main/21", seen.Fields("Version"), Ct);
        await EnrolAsync(browser);

        var answer = await browser.PostAsync("/projects/withdraw/main/21", seen.Fields("Version"), Ct);

        Assert.Contains("Somebody enrolled the project anew meanwhile", (await browser.GetAsync(answer.Location!, Ct)).Text, StringComparison.Ordinal);
        Assert.Equal(3, await Bridge.Engine.Database.Configuration.EnrolmentVersionAsync(new("main", "21"), Ct));

        async Task EnrolAsync(PageClient admin) =>
            await admin.PostAsync("/projects/enrol/main/21", (await admin.GetAsync("/projects/main/21", Ct)).Fields("__RequestVerificationToken"), Ct);
    }

    [Fact]
    public async Task Nobody_else_enrols()
    {
        await ConfigureAsync();
        var (auditor, maintainer) = (await BrowserOfAsync(Role.Auditor), await MaintainerAsync());
        foreach (var browser in new[] { auditor, maintainer })
        {
            var page = await browser.GetAsync("/projects/main/20", Ct);
            Assert.Equal(200, page.Status);
            Assert.DoesNotContain("/projects/enrol", page.Html, StringComparison.Ordinal);
        }

        var form = (await auditor.GetAsync("/profile", Ct)).Fields("__RequestVerificationToken");
        Assert.Equal(403, (await auditor.PostAsync("/projects/enrol/main/20", form, Ct)).Status);
        Assert.Equal(403, (await auditor.GetAsync("/projects/withdraw/main/20", Ct)).Status);
        Assert.Equal(404, (await maintainer.PostAsync("/projects/enrol/main/20", form, Ct)).Status);
    }

    [Fact]
    public async Task Maintainer_sees_the_own_projects_and_of_services_only_those_that_they_have_to_do_with()
    {
        await ConfigureAsync();
        await SubAsync();
        await SubAsync("21", "my-group/other");
        GitLab.GitLab.People.Put(4711, "shop/payments");
        GitLab.GitLab.People.Put(new SimulatedMembership(4711, 1, 50));
        await SubAsync("4711", "shop/payments");
        var browser = await MaintainerAsync();

        Assert.Equal(["20", "4711"], await FoundAsync(browser, ""));
        Assert.Equal(["4711"], await FoundAsync(browser, "?search=shop"));
        Assert.Equal([], await FoundAsync(browser, "?search=other"));
        var page = Plain((await browser.GetAsync("/projects/main/20", Ct)).Text);
        Assert.Contains("deploy", page, StringComparison.Ordinal);
        Assert.DoesNotContain("cloud", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/projects/nowhere/20")]
    [InlineData("/projects/main/020")]
    [InlineData("/projects/main/shop")]
    public async Task What_can_be_no_project_is_not_there(string path)
    {
        var browser = await BrowserOfAsync(Role.Admin);
        Assert.Equal(404, (await browser.GetAsync(path, Ct)).Status);
    }

    private static string Plain(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\\s+", " ", default, TimeSpan.FromSeconds(1));

    private static async Task<IEnumerable<string>> FoundAsync(PageClient browser, string query) => Ids(await browser.GetAsync($"/projects{query}", Ct));

    private static IEnumerable<string> Ids(PageAnswer page) =>
        System.Text.RegularExpressions.Regex.Matches(page.Html, "fw-medium text-break\" href=\"/projects/main/(?<id>\\d+)\"", default, TimeSpan.FromSeconds(1)).Select(match => match.Groups["id"].Value);
}
