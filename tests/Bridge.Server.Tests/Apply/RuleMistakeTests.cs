using Xunit;

namespace Bridge.Server.Tests.Apply;

public sealed class RuleMistakeTests
{
    private const string Head = """
        relying_parties:
          - id: deploy
            audience: https://deploy.example.com
            rules:

        """;

    public static TheoryData<string, string, string> Mistakes => new()
    {
        {
            "no effect and no condition",
            Head + """
                  - id: main
            """,
            """
            line 5: relying_parties[deploy].rules[main].effect: is missing: allow or deny
            line 5: relying_parties[deploy].rules[main].when: is missing: without conditions the rule is for everyone, and must say everyone: true
            """
        },
        {
            "an id twice",
            Head + """
                  - {id: a, effect: deny, everyone: true}
                  - {id: a, effect: allow, everyone: true}
            """,
            """
            line 6: relying_parties[deploy].rules[a].id: a stands twice among these rules
            """
        },
        {
            "everyone beside conditions",
            Head + """
                  - id: main
                    effect: allow
                    everyone: true
                    when: {ref: main}
            """,
            """
            line 7: relying_parties[deploy].rules[main].everyone: cannot stand beside conditions
            """
        },
        {
            "conditions that are empty",
            Head + """
                  - id: main
                    effect: allow
                    when: {}
            """,
            """
            line 7: relying_parties[deploy].rules[main].when: is missing: without conditions the rule is for everyone, and must say everyone: true
            """
        },
        {
            "conditions that are a list",
            Head + """
                  - id: main
                    effect: allow
                    when: [ref]
            """,
            """
            line 7: relying_parties[deploy].rules[main].when: must be a map of keys and values
            """
        },
        {
            "a rule that denies and gives",
            Head + """
                  - id: a
                    effect: deny
                    everyone: true
                    forks: allow
                    lifetime: 5m
                    scopes: []
            """,
            """
            line 8: relying_parties[deploy].rules[a].forks: is for allow rules: a deny rule always holds for forks too
            line 9: relying_parties[deploy].rules[a].lifetime: is for allow rules: a deny rule gives nothing
            line 10: relying_parties[deploy].rules[a].scopes: is for allow rules: a deny rule gives nothing
            """
        },
        {
            "a scope that is not the relying party's",
            Head + """
                  - id: main
                    effect: allow
                    everyone: true
                    scopes: [admin]
            """,
            """
            line 8: relying_parties[deploy].rules[main].scopes: admin is none of the relying party's scopes
            """
        },
        {
            "a lifetime of nothing",
            Head + """
                  - id: main
                    effect: allow
                    everyone: true
                    lifetime: 1s
            """,
            """
            line 8: relying_parties[deploy].rules[main].lifetime: must be from 30s to 1h
            """
        },
        {
            "a rule that is switched off and wrong",
            Head + """
                  - id: a
                    effect: permit
                    enabled: false
                    everyone: true
            """,
            """
            line 6: relying_parties[deploy].rules[a].effect: must be allow or deny
            """
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Tells_what_is_wrong_with_a_rule(string what, string yaml, string mistakes) =>
        Assert.Equal((what, mistakes), (what, string.Join('\n', (await new Applied().PlanAsync(yaml)).Mistakes)));
}
