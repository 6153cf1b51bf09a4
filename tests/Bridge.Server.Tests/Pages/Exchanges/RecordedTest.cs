using System.Text.Json.Nodes;
using Bridge.Server.Tests.Admin.SignIn;
using Bridge.Testing.Pages;

namespace Bridge.Server.Tests.Pages.Exchanges;

/// <summary>A test of pages about exchanges that were really made, with two relying parties: one for everybody, one for main alone.</summary>
public abstract class RecordedTest : SignInTest
{
    protected const string Open = "https://deploy.test";
    protected const string MainOnly = "https://production.test";

    protected Task ConfigureAsync(string more = "") => Bridge.ApplyAsync($$"""
        relying_parties:
          - { id: deploy, audience: '{{Open}}', rules: [{ id: everyone, effect: allow, everyone: true }] }
          - id: production
            audience: {{MainOnly}}
            rules:
              - { id: strict, effect: deny, shadow: true, when: { ref_type: branch } }
              - { id: main, effect: allow, when: { ref: main } }
        {{more}}
        """, Ct);

    /// <summary>The token of a job of the simulated project with some claims of its own.</summary>
    protected string Job(params IEnumerable<(string Name, string Value)> claims) =>
        GitLab.Mint(Bridge.Issuer, claims: new JsonObject(claims.Select(claim => KeyValuePair.Create(claim.Name, (JsonNode?)claim.Value))));

    /// <summary>An exchange, whatever comes of it; gives the id of its record.</summary>
    protected async Task<string> ExchangeAsync(string token, string audience)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Bridge.ExchangeAsync(token, audience, Ct);
        return (await Bridge.Engine.Database.Exchanges.ListAsync(new(), null, 1, Ct)).Single().Id.ToString();
    }

    /// <summary>A browser of Ada, who maintains the project 20 in GitLab and has no role in Bridge.</summary>
    protected async Task<PageClient> MaintainerAsync()
    {
        var browser = Browser();
        await browser.GetAsync(await ComeBackAsync(browser, 1), Ct);
        return browser;
    }
}
