using Xunit;

namespace Bridge.Server.Tests.Apply;

public sealed class IssuerTrustMistakeTests
{
    private const string Head = """
        issuers:
          - id: gitlab
            url: https://gitlab.example.com

        """;

    public static TheoryData<string, string, string> Mistakes => new()
    {
        {
            "a removed kind without an end",
            Head + """
                iss: [{iss: https://gitlab.example.com, kinds: [id_token, v2]}, {iss: gitlab.example.com, kinds: [v1]}]
                legacy:
                  v1: {until: 2027-02-01}
            """,
            """
            line 5: issuers[gitlab].legacy: needs an end date for the kind v2: v2: {until: …}
            """
        },
        {
            "a removed kind without any end",
            Head + """
                iss: [{iss: https://gitlab.example.com, kinds: [id_token, v2]}]
            """,
            """
            line 2: issuers[gitlab].legacy: is missing: the kind v2 needs an end date, v2: {until: …}
            """
        },
        {
            "a removed kind that ends too late",
            Head + """
                iss: [{iss: https://gitlab.example.com, kinds: [id_token, v2]}]
                legacy:
                  v2:
                    until: 2027-07-01
            """,
            """
            line 7: issuers[gitlab].legacy.v2.until: must be within 180 days: 2027-06-30 at the latest
            """
        },
        {
            "a removed kind that ends at no date",
            Head + """
                iss: [{iss: https://gitlab.example.com, kinds: [id_token, v2]}]
                legacy: {v2: {until: soon}}
            """,
            """
            line 5: issuers[gitlab].legacy.v2.until: must be a date such as 2027-01-31
            """
        },
        {
            "an end of a kind that no iss carries",
            Head + """
                legacy: {v1: {until: 2027-02-01}}
            """,
            """
            line 4: issuers[gitlab].legacy: has an end date for the kind v1, which no iss carries: name it under kinds
            """
        },
        {
            "v2 without the url that is its audience",
            """
            issuers:
              - id: gitlab
                iss: [{iss: https://gitlab.example.com, kinds: [v2]}]
                keys: {jwks: https://gitlab.example.com/jwks}
                legacy: {v2: {until: 2027-02-01}}
            """,
            """
            line 2: issuers[gitlab].url: is missing: the kind v2 is known by it as audience
            """
        },
        {
            "the GitLab URL as audience beside v2",
            Head + """
                iss: [{iss: https://gitlab.example.com, kinds: [id_token, v2]}]
                legacy: {v2: {until: 2027-02-01}}
                audiences: [https://gitlab.example.com]
            """,
            """
            line 6: issuers[gitlab].audiences: cannot have https://gitlab.example.com: where an iss carries id_token and v2, that audience makes a token v2
            """
        },
        {
            "discovery without an id_token",
            Head + """
                iss: [{iss: gitlab.example.com, kinds: [v1]}]
                legacy: {v1: {until: 2027-02-01}}
            """,
            """
            line 2: issuers[gitlab].keys: cannot come from discovery, whose issuer must be an iss that carries id_token: name jwks or uploaded
            """
        },
        {
            "a prefix without its colon",
            Head + """
                subject_prefix: eu
            """,
            """
            line 4: issuers[gitlab].subject_prefix: must end in ':'
            """
        },
        {
            "a prefix that is the name of a claim",
            Head + """
                subject_prefix: 'eu:project_path:'
            """,
            """
            line 4: issuers[gitlab].subject_prefix: cannot have the name of a claim, project_path
            """
        },
        {
            "a prefix of other characters",
            Head + """
                subject_prefix: 'e u:'
            """,
            """
            line 4: issuers[gitlab].subject_prefix: must be of letters, digits, '.', '_' and '-', such as eu:
            """
        },
        {
            "two issuers without a prefix",
            Head + """
              - id: other
                url: https://other.example.com
            """,
            """
            line 4: issuers[other].subject_prefix: is missing: gitlab has none already
            """
        },
        {
            "two issuers of one prefix",
            Head + """
                subject_prefix: 'eu:'
              - id: other
                url: https://other.example.com
                subject_prefix: 'eu:'
            """,
            """
            line 7: issuers[other].subject_prefix: eu: is the prefix of gitlab
            """
        },
        {
            "gitlab.com for everybody",
            """
            issuers:
              - id: gitlab
                url: https://gitlab.com
            """,
            """
            line 2: issuers[gitlab].mandatory: must bind project_id, namespace_id or top_level_group to values of your own: strangers share this issuer
            """
        },
        {
            "gitlab.com under a negated condition",
            """
            issuers:
              - id: gitlab
                url: https://gitlab.com
                mandatory: {project_id: {not: '20'}, namespace_id: {present: true}, ref: main}
            """,
            """
            line 4: issuers[gitlab].mandatory: must bind project_id, namespace_id or top_level_group to values of your own: strangers share this issuer
            """
        },
        {
            "a shared issuer bound by a leading wildcard",
            Head + """
                shared: true
                mandatory: {project_id: {glob: '*'}}
            """,
            """
            line 5: issuers[gitlab].mandatory: must bind project_id, namespace_id or top_level_group to values of your own: strangers share this issuer
            """
        },
        {
            "a shared issuer bound to what strangers may call their group",
            Head + """
                shared: true
                mandatory: {top_level_group: {glob: 'my-*'}}
            """,
            """
            line 5: issuers[gitlab].mandatory: must bind project_id, namespace_id or top_level_group to values of your own: strangers share this issuer
            """
        },
        {
            "a shared issuer bound to ids that strangers have, too",
            Head + """
                shared: true
                mandatory: {namespace_id: {glob: '7*'}}
            """,
            """
            line 5: issuers[gitlab].mandatory: must bind project_id, namespace_id or top_level_group to values of your own: strangers share this issuer
            """
        },
        {
            "a shared issuer bound to a group by its whole name",
            Head + """
                shared: true
                mandatory: {top_level_group: {glob: my-group}}
            """,
            ""
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Tells_what_would_make_an_issuer_untrustworthy(string what, string yaml, string mistakes) =>
        Assert.Equal((what, mistakes), (what, string.Join('\n', (await new Applied().PlanAsync(yaml)).Mistakes)));
}
