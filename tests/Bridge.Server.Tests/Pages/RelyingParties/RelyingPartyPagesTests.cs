using System.Net;
using System.Text.Json.Nodes;
using Bridge.Access;
using Bridge.Configuration;
using Xunit;

namespace Bridge.Server.Tests.Pages.RelyingParties;

public sealed class RelyingPartyPagesTests : PageTest
{
    private const string Party = """
        {"id":"deploy","audience":"https://deploy.test","profile":"plain","replay":"unlimited","enrolled_projects":false,"clients":["gitlab-ci"],"rules":[{"id":"no-tags","effect":"deny","shadow":false,"when":{"ref_type":"tag"}},{"id":"mine","effect":"allow","when":{"project_id":["20","21"],"ref":{"glob":"*","not":{"one_of":["tmp","wip"]}}},"lifetime":"5m"},{"id":"all","effect":"allow","everyone":true}],"claims":{"team":{"constant":"platform"},"origin":{"join":["namespace_path","ref"],"with":"@"},"groups_of":{"list":["namespace_path"],"missing":"omit"}}}
        """;

    protected override string Yaml => Issuers + $"""
        relying_parties:
          - {Party.Trim()}
          - {"{"} id: aws, audience: sts.amazonaws.com, profile: aws, session_tags: {"{"} project: {"{"} from: project_path {"}"} {"}"}, transitive_tags: [project], rules: [{"{"} id: all, effect: allow, everyone: true {"}"}] {"}"}

        """;

    [Theory]
    [InlineData("kubernetes", """{"id":"it","audience":"https://it.test","profile":"kubernetes","prefix":"gitlab:","lifetime":"10m","rules":[{"id":"project-20","effect":"allow","when":{"project_id":"20","ref_protected":"true"}}]}""")]
    [InlineData("azure", """{"id":"it","audience":"https://it.test","profile":"azure","lifetime":"10m","rules":[{"id":"project-20","effect":"allow","when":{"project_id":"20","ref_protected":"true"}}]}""")]
    [InlineData("plain", """{"id":"it","audience":"https://it.test","profile":"plain","lifetime":"10m","rules":[{"id":"project-20","effect":"allow","when":{"project_id":"20","ref_protected":"true"}}]}""")]
    public async Task Preset_makes_a_relying_party_with_a_first_rule(string preset, string stored)
    {
        var answer = await SendAsync(await BrowserAsync(), $"/relying-parties/-/new?preset={preset}",
            ("Id", "it"), ("audience", "https://it.test"), ("prefix", "gitlab:"), ("lifetime", "10m"), ("For", "project"), ("Project", "20"), ("ProtectedOnly", "true"));

        Assert.Equal("/relying-parties/it/recipe", answer.Location);
        Assert.Equal(stored, await StoredAsync(Section.RelyingParties, "it"));
    }

    [Fact]
    public async Task First_rule_for_a_group_lets_in_what_is_below_it()
    {
        await SendAsync(await BrowserAsync(), "/relying-parties/-/new?preset=plain", ("Id", "it"), ("audience", "https://it.test"), ("For", "group"), ("Group", "my-group"));
        Assert.Contains("""
            "rules":[{"id":"group","effect":"allow","when":{"project_path":{"glob":"my-group/**"}}}]
            """.Trim(), await StoredAsync(Section.RelyingParties, "it"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer), "https://it.test", Ct)).Status);
    }

    [Fact]
    public async Task Path_of_a_known_project_brings_its_id_into_the_rule()
    {
        await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer), "https://deploy.test", Ct);
        var path = (await Bridge.Engine.Database.KnownPathsAsync(Ct)).Single();
        await SendAsync(await BrowserAsync(), "/relying-parties/-/new?preset=plain", ("Id", "it"), ("audience", "https://it.test"), ("For", "project"), ("Project", path.Path));
        Assert.Contains($"\"project_path\":\"{path.Path}\",\"project_id\":\"{path.ProjectId}\"", await StoredAsync(Section.RelyingParties, "it"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_of_the_new_form_stand_beside_their_fields()
    {
        var answer = await SendAsync(await BrowserAsync(), "/relying-parties/-/new?preset=azure", ("Id", "Not An Id"), ("audience", ""), ("lifetime", "9d"), ("For", "project"), ("Project", ""));
        Assert.Contains("name the project", answer.Text, StringComparison.Ordinal);
        answer = await SendAsync(await BrowserAsync(), "/relying-parties/-/new?preset=azure", ("Id", "Not An Id"), ("audience", ""), ("lifetime", "9d"), ("For", "nobody"));
        foreach (var mistake in new[] { "must be a word of", "cannot be empty", "must be from" })
            Assert.Contains(mistake, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saving_settings_without_a_change_keeps_every_character()
    {
        var before = await StoredAsync(Section.RelyingParties, "deploy");
        var answer = await SendAsync(await BrowserAsync(), "/relying-parties/deploy", ("enabled", "true"), ("audience", "https://deploy.test"), ("enrolled_projects", "false"), ("clients", "gitlab-ci"));
        Assert.Equal("/relying-parties/deploy", answer.Location);
        Assert.Equal(before, await StoredAsync(Section.RelyingParties, "deploy"));
    }

    [Fact]
    public async Task Settings_change_what_was_typed_and_nothing_else()
    {
        await SendAsync(await BrowserAsync(), "/relying-parties/deploy", ("audience", "https://deploy.test"), ("enrolled_projects", "false"), ("clients", "gitlab-ci"), ("scopes", "read\r\nwrite"), ("replay", "once"));
        Assert.Equal(Party.Trim().Replace("\"replay\":\"unlimited\"", "\"replay\":\"once\"", StringComparison.Ordinal)[..^1] + ""","enabled":false,"scopes":["read","write"]}""", await StoredAsync(Section.RelyingParties, "deploy"));
    }

    [Fact]
    public async Task Rules_are_moved_and_shaded_in_one_change_and_what_they_say_stays()
    {
        var answer = await SendAsync(await BrowserAsync(), "/relying-parties/deploy/rules", ("order", "all"), ("order", "no-tags"), ("order", "mine"), ("shadow", "all"), ("do", "save"));

        Assert.Equal("/relying-parties/deploy/rules", answer.Location);
        var rules = JsonNode.Parse((await StoredAsync(Section.RelyingParties, "deploy"))!)!["rules"]!.AsArray();
        Assert.Equal(["""{"id":"all","effect":"allow","everyone":true,"shadow":true}""", """{"id":"no-tags","effect":"deny","shadow":false,"when":{"ref_type":"tag"}}"""], rules.Take(2).Select(rule => rule!.ToJsonString()));
    }

    [Fact]
    public async Task Button_moves_a_rule_without_saving_and_says_who_would_lose()
    {
        await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer), "https://deploy.test", Ct);
        var browser = await BrowserAsync();
        var before = await StoredAsync(Section.RelyingParties, "deploy");
        var moved = await SendAsync(browser, "/relying-parties/deploy/rules", ("order", "no-tags"), ("order", "mine"), ("order", "all"), ("shadow", "mine"), ("shadow", "all"), ("do", "up:all"));

        Assert.Equal(200, moved.Status);
        Assert.True(moved.Html.IndexOf("value=\"all\"", StringComparison.Ordinal) < moved.Html.IndexOf("value=\"mine\"", StringComparison.Ordinal));
        Assert.Contains("1 lose", moved.Text, StringComparison.Ordinal);
        Assert.Equal(before, await StoredAsync(Section.RelyingParties, "deploy"));
    }

    [Fact]
    public async Task Rule_that_came_meanwhile_stays_behind_the_others()
    {
        var browser = await BrowserAsync();
        await Bridge.ApplyAsync("relying_parties:\n  - " + Party.Trim().Replace("""{"id":"all","effect":"allow","everyone":true}""", """{"id":"fresh","effect":"deny","when":{"ref":"x"}},{"id":"all","effect":"allow","everyone":true}""", StringComparison.Ordinal), Ct);
        var told = await SendAsync(browser, "/relying-parties/deploy/rules", ("Version", "1"), ("order", "all"), ("order", "mine"), ("order", "no-tags"), ("do", "save"));
        Assert.Contains("while you were editing", told.Text, StringComparison.Ordinal);

        await SendAsync(browser, "/relying-parties/deploy/rules", ("Version", "2"), ("order", "all"), ("order", "mine"), ("order", "no-tags"), ("do", "save"));
        var rules = JsonNode.Parse((await StoredAsync(Section.RelyingParties, "deploy"))!)!["rules"]!.AsArray();
        Assert.Equal(["all", "mine", "no-tags", "fresh"], rules.Select(rule => rule!["id"]!.ToString()));
    }

    [Fact]
    public async Task Saving_a_rule_without_a_change_keeps_every_character()
    {
        var before = await StoredAsync(Section.RelyingParties, "deploy");
        var answer = await SendAsync(await BrowserAsync(), "/relying-parties/deploy/rules/mine", [
            ("effect", "allow"), ("enabled", "true"), ("lifetime", "5m"), .. Row("when", "project_id", "is", "20\r\n21"), .. Row("when", "ref", "glob", "*"), .. Row("when", "ref", "is_not", "tmp\r\nwip"), ("do", "save")]);
        Assert.Equal("/relying-parties/deploy/rules", answer.Location);
        Assert.Equal(before, await StoredAsync(Section.RelyingParties, "deploy"));
    }

    [Fact]
    public async Task Rule_is_changed_in_its_place()
    {
        await SendAsync(await BrowserAsync(), "/relying-parties/deploy/rules/mine", [
            ("effect", "allow"), ("enabled", "true"), .. Row("when", "project_id", "is", "20"), .. Row("when", "environment", "present", ""), .. Row("when", "groups_direct", "not_contains", "guests"), .. Row("", "", "is", ""), ("do", "save")]);
        var rules = JsonNode.Parse((await StoredAsync(Section.RelyingParties, "deploy"))!)!["rules"]!.AsArray();
        Assert.Equal("""{"id":"mine","effect":"allow","when":{"project_id":"20","environment":{"present":true},"groups_direct":{"not":{"contains":"guests"}}}}""", rules[1]!.ToJsonString());
    }

    [Fact]
    public async Task Text_that_is_a_word_of_configuration_stays_a_text()
    {
        await SendAsync(await BrowserAsync(), "/relying-parties/deploy/new-rule", [("Rule", "odd"), ("effect", "deny"), ("enabled", "true"), .. Row("when", "environment", "is", "present"), ("do", "save")]);
        var rules = JsonNode.Parse((await StoredAsync(Section.RelyingParties, "deploy"))!)!["rules"]!.AsArray();
        Assert.Equal("""{"id":"odd","effect":"deny","when":{"environment":{"equals":"present"}}}""", rules[3]!.ToJsonString());
    }

    [Fact]
    public async Task Mistake_in_a_condition_stands_in_its_row()
    {
        var browser = await BrowserAsync();
        var wildcard = await SendAsync(browser, "/relying-parties/deploy/new-rule", [("Rule", "new"), ("effect", "allow"), ("enabled", "true"), .. Row("when", "ref", "is", "main"), .. Row("when", "project_path", "glob", "**/x"), ("do", "save")]);
        Assert.Contains("cannot begin with a wildcard", wildcard.Text, StringComparison.Ordinal);
        Assert.Contains("is-invalid\" name=\"when.claim\" value=\"project_path\"", wildcard.Html, StringComparison.Ordinal);

        var twice = await SendAsync(browser, "/relying-parties/deploy/new-rule", [("Rule", "new"), ("effect", "allow"), ("enabled", "true"), .. Row("when", "ref", "is", "main"), .. Row("when", "ref", "is", "dev"), ("do", "save")]);
        Assert.Contains("put the values there", twice.Text, StringComparison.Ordinal);
        var nothing = await SendAsync(browser, "/relying-parties/deploy/new-rule", ("Rule", "new"), ("effect", "allow"), ("enabled", "true"), ("do", "save"));
        Assert.Contains("must say everyone: true", nothing.Text, StringComparison.Ordinal);
        var same = await SendAsync(browser, "/relying-parties/deploy/new-rule", ("Rule", "mine"), ("effect", "allow"), ("enabled", "true"), ("everyone", "true"), ("do", "save"));
        Assert.Contains("stands twice", same.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_is_added_and_dropped_without_scripts()
    {
        var browser = await BrowserAsync();
        var more = await SendAsync(browser, "/relying-parties/deploy/new-rule", [("Rule", "new"), .. Row("when", "ref", "is", "main"), .. Row("when", "ref_type", "is", "branch"), ("do", "more")]);
        Assert.Equal(3, System.Text.RegularExpressions.Regex.Count(more.Html, "name=\"when.claim\"", default, TimeSpan.FromSeconds(1)));
        var dropped = await SendAsync(browser, "/relying-parties/deploy/new-rule", [("Rule", "new"), .. Row("when", "ref", "is", "main"), .. Row("when", "ref_type", "is", "branch"), ("do", "drop-0")]);
        Assert.DoesNotContain("value=\"ref\" list", dropped.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"ref_type\" list", dropped.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_of_a_rule_says_who_would_gain_and_nothing_is_written()
    {
        await SendAsync(await BrowserAsync(), "/relying-parties/-/new?preset=plain", ("Id", "it"), ("audience", "https://it.test"), ("For", "nobody"));
        await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer), "https://deploy.test", Ct);
        var browser = await BrowserAsync();

        var who = await browser.PostAsync("/relying-parties/it/new-rule?handler=Pass", [.. (await browser.GetAsync("/relying-parties/it/new-rule", Ct)).Fields("Rule").Where(field => field.Key == "__RequestVerificationToken"), new("Rule", "all"), new("effect", "allow"), new("enabled", "true"), new("everyone", "true")], Ct);

        Assert.Contains("1 gain", who.Text, StringComparison.Ordinal);
        Assert.Contains("by the rule all", who.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("rules", await StoredAsync(Section.RelyingParties, "it"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_a_rule_says_who_loses()
    {
        await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer), "https://deploy.test", Ct);
        var browser = await BrowserAsync();
        Assert.Contains("of deploy?", (await browser.GetAsync("/relying-parties/deploy/rules/all/delete", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal("/relying-parties/deploy/rules", (await SendAsync(browser, "/relying-parties/deploy/rules/all/delete")).Location);
        Assert.DoesNotContain("\"all\"", await StoredAsync(Section.RelyingParties, "deploy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_are_changed_row_by_row_and_the_others_stay()
    {
        await SendAsync(await BrowserAsync(), "/relying-parties/deploy/claims", [
            .. Mapping("claims", "team", "constant", "", "platform"), .. Mapping("claims", "origin", "join", "namespace_path\r\nref", "@"), .. Mapping("claims", "groups_of", "list", "namespace_path", "", "omit"),
            .. Mapping("claims", "environment", "from", "environment", "", "omit"), ("do", "save")]);
        Assert.Contains("""
            "claims":{"team":{"constant":"platform"},"origin":{"join":["namespace_path","ref"],"with":"@"},"groups_of":{"list":["namespace_path"],"missing":"omit"},"environment":{"from":"environment","missing":"omit"}}
            """.Trim(), await StoredAsync(Section.RelyingParties, "deploy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reserved_claim_is_told_in_its_row()
    {
        var answer = await SendAsync(await BrowserAsync(), "/relying-parties/deploy/claims", [.. Mapping("claims", "sub", "from", "user_login", ""), ("do", "save")]);
        Assert.Contains("is reserved", answer.Text, StringComparison.Ordinal);
        Assert.Contains("is-invalid\" name=\"claims.target\" value=\"sub\"", answer.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_shows_the_claims_of_a_recent_job_and_no_token()
    {
        var granted = await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer), "https://deploy.test", Ct);
        var page = await (await BrowserAsync()).GetAsync("/relying-parties/deploy/claims", Ct);
        Assert.Contains("\"team\": \"platform\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("\"jti\": \"(not issued)\"", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(granted.AccessToken!.Split('.')[2], page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_tags_of_AWS_survive_a_change_of_claims()
    {
        await SendAsync(await BrowserAsync(), "/relying-parties/aws/claims", [
            .. Mapping("claims", "path", "from", "project_path", ""), .. Mapping("session_tags", "project", "from", "project_path", ""), ("transitive_tags", "project"), ("do", "save")]);
        var stored = await StoredAsync(Section.RelyingParties, "aws");
        Assert.Contains("""
            "session_tags":{"project":{"from":"project_path"}},"transitive_tags":["project"]
            """.Trim(), stored, StringComparison.Ordinal);
        Assert.Contains("\"claims\":{\"path\":{\"from\":\"project_path\"}}", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipe_has_the_exact_subject_of_the_last_granted_job_and_of_the_one_that_is_chosen()
    {
        var browser = await BrowserAsync();
        Assert.Contains("SUBJECT", (await browser.GetAsync("/relying-parties/deploy/recipe", Ct)).Text, StringComparison.Ordinal);

        await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer, claims: new JsonObject { ["ref"] = "first" }), "https://deploy.test", Ct);
        await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer, claims: new JsonObject { ["ref"] = "it's-\"second\"" }), "https://deploy.test", Ct);
        var page = await browser.GetAsync("/relying-parties/deploy/recipe", Ct);
        Assert.Contains("\"sub\": \"project_path:my-group/my-project:ref_type:branch:ref:it's-\\\"second\\\"\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("BRIDGE_URL: https://bridge.test", page.Text, StringComparison.Ordinal);

        var found = await browser.GetAsync("/relying-parties/deploy/recipe?q=ref:first", Ct);
        Assert.Contains("\"sub\": \"project_path:my-group/my-project:ref_type:branch:ref:first\"", found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_wants_the_id_typed_and_says_what_was_granted()
    {
        await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer), "https://deploy.test", Ct);
        var browser = await BrowserAsync();
        Assert.Contains("In the last 7 days 1 of 1 exchanges for it were granted.", (await browser.GetAsync("/relying-parties/deploy/delete", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await SendAsync(browser, "/relying-parties/deploy/delete", ("typed", "no"))).Status);
        Assert.Equal("/relying-parties", (await SendAsync(browser, "/relying-parties/deploy/delete", ("typed", "deploy"))).Location);
        Assert.Null(await StoredAsync(Section.RelyingParties, "deploy"));
    }

    [Fact]
    public async Task Auditor_reads_all_of_it_and_changes_nothing()
    {
        var auditor = await BrowserAsync(Role.Auditor);
        foreach (var path in new[] { "/relying-parties", "/relying-parties/deploy", "/relying-parties/deploy/rules", "/relying-parties/deploy/rules/mine", "/relying-parties/deploy/claims", "/relying-parties/deploy/recipe" })
        {
            var page = await auditor.GetAsync(path, Ct);
            Assert.Equal(200, page.Status);
            Assert.DoesNotContain("btn-primary", page.Html, StringComparison.Ordinal);
            if (path is not ("/relying-parties" or "/relying-parties/deploy/recipe"))
                Assert.Equal(403, (await SendAsync(auditor, path, ("do", "save"))).Status);
        }

        foreach (var path in new[] { "/relying-parties/-/new", "/relying-parties/deploy/delete", "/relying-parties/deploy/rules/mine/delete" })
            Assert.Equal(403, (await auditor.GetAsync(path, Ct)).Status);
    }

    private static (string, string)[] Mapping(string name, string target, string form, string from, string text, string missing = "") =>
        [($"{name}.target", target), ($"{name}.form", form), ($"{name}.from", from), ($"{name}.text", text), ($"{name}.missing", missing)];
}
