using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bridge.Server.Tests.Admin.SignIn;
using Bridge.Server.Tests.Simulator;
using Bridge.Testing.Pages;

namespace Bridge.Server.Tests.Pages.Subjects;

/// <summary>A Bridge with jobs of two projects, and browsers without scripts.</summary>
public abstract partial class EditorTest : SignInTest
{
    protected const string Editor = "/subjects/edit/main-20";

    protected const string Templates = """
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: cloud, audience: 'https://cloud.test', profile: gcp, required_components: [project_id], rules: [{ id: all, effect: allow, everyone: true }] }
        sub_components:
          - { id: main-20, issuer: main, project_id: '20', components: [project_path, ref_type, ref] }
          - { id: main-21, issuer: main, project_id: '21', components: [project_id, ref_type, ref] }
        """;

    /// <summary>Applies what the tests are about.</summary>
    protected Task ConfigureAsync(string yaml = Templates) => Bridge.ApplyAsync(yaml, Ct);

    /// <summary>The <c>sub</c> of the next exchange of a project.</summary>
    protected async Task<string?> SubAsync(string project = "20", string path = "my-group/my-project", string branch = "main", string audience = "https://deploy.test")
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var token = GitLab.Mint(Bridge.Issuer, claims: new JsonObject { ["project_id"] = project, ["project_path"] = path, ["ref"] = branch });
        return (await Bridge.ExchangeAsync(token, audience, Ct)).AccessToken is { } issued ? DecodedToken.Read(issued).Claims["sub"]!.GetValue<string>() : null;
    }

    /// <summary>Somebody who signed in with GitLab.</summary>
    protected async Task<PageClient> MaintainerAsync(long user = 1)
    {
        var browser = Browser();
        await browser.GetAsync(await ComeBackAsync(browser, user), Ct);
        return browser;
    }

    /// <summary>What the editor's form would send as it is, each component in its order; the buttons apart.</summary>
    private protected static List<KeyValuePair<string, string>> Fields(PageAnswer page)
    {
        var form = Hidden().Replace(Form().Match(page.Html).Value, "");
        var fields = Input().Matches(form).Select(match => match.Value)
            .Where(input => !Toggle().IsMatch(input) || input.Contains(" checked", StringComparison.Ordinal))
            .Where(input => Name().IsMatch(input)).Select(input => KeyValuePair.Create(Name().Match(input).Groups["name"].Value, WebUtility.HtmlDecode(Value().Match(input).Groups["value"].Value)));
        var selects = Select().Matches(form).Select(match => KeyValuePair.Create(match.Groups["name"].Value, Selected().Match(match.Value) is { Success: true } chosen ? chosen.Groups["value"].Value : ""));
        return [.. fields, .. selects];
    }

    /// <summary>Sends the editor's form as it is but for what is changed; a button is one more field.</summary>
    private protected static async Task<PageAnswer> SendAsync(PageClient browser, PageAnswer page, string path, Action<List<KeyValuePair<string, string>>>? change = null)
    {
        var fields = Fields(page);
        change?.Invoke(fields);
        return await browser.PostAsync(path, fields, Ct);
    }

    private protected static void Press(List<KeyValuePair<string, string>> fields, string button, string value = "true") => fields.Add(new(button, value));

    private protected static void Put(List<KeyValuePair<string, string>> fields, string name, params IEnumerable<string> values)
    {
        fields.RemoveAll(field => field.Key == name);
        fields.AddRange(values.Select(value => KeyValuePair.Create(name, value)));
    }

    protected static IEnumerable<string> Claims(PageAnswer page) => Fields(page).Where(field => field.Key == "claim").Select(field => field.Value);

    [GeneratedRegex("<form[^>]*id=\"template\".*?</form>", RegexOptions.Singleline, 1000)]
    private static partial Regex Form();

    [GeneratedRegex("<template.*?</template>", RegexOptions.Singleline, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("<input[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Input();

    [GeneratedRegex("type=\"(radio|checkbox)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Toggle();

    [GeneratedRegex("\\sname=\"(?<name>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("\\svalue=\"(?<value>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Value();

    [GeneratedRegex("<select[^>]*\\sname=\"(?<name>[^\"]*)\".*?</select>", RegexOptions.Singleline, 1000)]
    private static partial Regex Select();

    [GeneratedRegex("<option[^>]*\\svalue=\"(?<value>[^\"]*)\"[^>]*selected", RegexOptions.None, 1000)]
    private static partial Regex Selected();
}
