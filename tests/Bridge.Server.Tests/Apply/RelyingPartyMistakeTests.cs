using Xunit;

namespace Bridge.Server.Tests.Apply;

public sealed class RelyingPartyMistakeTests
{
    private const string Head = """
        relying_parties:
          - id: deploy
            audience: https://deploy.example.com

        """;

    public static TheoryData<string, string, string> Mistakes => new()
    {
        {
            "no audience",
            """
            relying_parties:
              - id: deploy
            """,
            """
            line 2: relying_parties[deploy].audience: is missing
            """
        },
        {
            "an audience twice",
            Head + """
              - id: other
                audience: https://deploy.example.com
            """,
            """
            line 5: relying_parties[other].audience: https://deploy.example.com is the audience of deploy already
            """
        },
        {
            "a resource with a fragment",
            Head + """
                resource: https://deploy.example.com/#x
            """,
            """
            line 4: relying_parties[deploy].resource: must be an absolute URI without a fragment
            """
        },
        {
            "a resource that is relative",
            Head + """
                resource: /deploy
            """,
            """
            line 4: relying_parties[deploy].resource: must be an absolute URI without a fragment
            """
        },
        {
            "a resource twice",
            Head + """
                resource: https://r.example.com
              - id: other
                audience: https://other.example.com
                resource: https://r.example.com
            """,
            """
            line 7: relying_parties[other].resource: https://r.example.com is the resource of deploy already
            """
        },
        {
            "an unknown profile",
            Head + """
                profile: nomad
            """,
            """
            line 4: relying_parties[deploy].profile: must be kubernetes or plain
            """
        },
        {
            "kubernetes without a prefix",
            Head + """
                profile: kubernetes
            """,
            """
            line 2: relying_parties[deploy].prefix: kubernetes needs a prefix for user and group names, such as "gitlab:"
            """
        },
        {
            "a prefix of the cluster itself",
            Head + """
                profile: kubernetes
                prefix: 'System:gitlab:'
            """,
            """
            line 5: relying_parties[deploy].prefix: a prefix cannot begin with system:, which is the cluster's own
            """
        },
        {
            "a prefix that values could complete",
            Head + """
                profile: kubernetes
                prefix: sys
            """,
            """
            line 5: relying_parties[deploy].prefix: a prefix cannot be the beginning of system:, which a value could complete
            """
        },
        {
            "a prefix that nobody uses",
            Head + """
                prefix: 'gitlab:'
            """,
            """
            line 4: relying_parties[deploy].prefix: is not for the profile plain
            """
        },
        {
            "an algorithm that does not sign here",
            Head + """
                algorithm: PS256
            """,
            """
            line 4: relying_parties[deploy].algorithm: must be RS256 or ES256
            """
        },
        {
            "a lifetime beyond the ceiling",
            Head + """
                lifetime: 2h
            """,
            """
            line 4: relying_parties[deploy].lifetime: must be from 30s to 1h
            """
        },
        {
            "a lifetime below the floor",
            Head + """
                lifetime: 29s
            """,
            """
            line 4: relying_parties[deploy].lifetime: must be from 30s to 1h
            """
        },
        {
            "scopes that are none",
            Head + """
                scopes: ['a b', openid]
            """,
            """
            line 4: relying_parties[deploy].scopes: a b is no scope: printable ASCII without space, " and \
            line 4: relying_parties[deploy].scopes: openid is accepted always and means nothing: leave it out
            """
        },
        {
            "a replay mode that is none",
            Head + """
                replay: never
            """,
            """
            line 4: relying_parties[deploy].replay: must be unlimited or once
            """
        },
        {
            "a client that is not there",
            Head + """
                clients: [gitlab-ci, robot]
            """,
            """
            line 4: relying_parties[deploy].clients: there is no client robot
            """
        },
        {
            "no client at all",
            Head + """
                clients: []
            """,
            """
            line 4: relying_parties[deploy].clients: must have at least one item
            """
        },
        {
            "a token type that is none",
            Head + """
                requested_token_types: [refresh_token]
            """,
            """
            line 4: relying_parties[deploy].requested_token_types: refresh_token is not one of access_token, id_token and jwt
            """
        },
        {
            "token types without the usual one",
            Head + """
                requested_token_types: [id_token]
            """,
            """
            line 4: relying_parties[deploy].requested_token_types: must have access_token, which the profile plain gives when nothing is asked for
            """
        },
        {
            "a required component that is none",
            Head + """
                required_components: [iss]
            """,
            """
            line 4: relying_parties[deploy].required_components: iss is no claim that a sub can be built of
            """
        },
        {
            "a mapping of a reserved claim",
            Head + """
                claims:
                  sub: {constant: x}
                  project_id: {from: project_id}
            """,
            """
            line 5: relying_parties[deploy].claims.sub: sub is reserved: no mapping can fill it
            line 6: relying_parties[deploy].claims.project_id: project_id is reserved: no mapping can fill it
            """
        },
        {
            "a mapping of a claim of another profile",
            Head + """
                claims:
                  groups: {from: groups_direct}
            """,
            """
            line 5: relying_parties[deploy].claims.groups: is filled only for the profile kubernetes
            """
        },
        {
            "a mapping without a form",
            Head + """
                claims:
                  team: {}
                  both: {from: ref, constant: x}
                  text: platform
            """,
            """
            line 5: relying_parties[deploy].claims.team: must have one of from, constant, list or join
            line 6: relying_parties[deploy].claims.both: must have one of from, constant, list or join
            line 7: relying_parties[deploy].claims.text: must be a map of keys and values
            """
        },
        {
            "a constant that is no text",
            Head + """
                claims:
                  a: {constant: true}
                  b: {constant: 1.5}
                  c: {constant: null}
                  d: {constant: [a]}
            """,
            """
            line 5: relying_parties[deploy].claims.a.constant: must be text: write "true"
            line 6: relying_parties[deploy].claims.b.constant: must be text: write "1.5"
            line 7: relying_parties[deploy].claims.c.constant: must be text, but there is none
            line 8: relying_parties[deploy].claims.d.constant: must be text
            """
        },
        {
            "a constant that could be missing",
            Head + """
                claims:
                  a: {constant: x, missing: omit}
            """,
            """
            line 5: relying_parties[deploy].claims.a.missing: is not for a constant
            """
        },
        {
            "a join without its separator",
            Head + """
                claims:
                  a: {join: [project_id, ref]}
                  b: {from: ref, with: '/'}
            """,
            """
            line 5: relying_parties[deploy].claims.a.with: is missing: the text between what is joined
            line 6: relying_parties[deploy].claims.b.with: is for join alone
            """
        },
        {
            "a join of arrays",
            Head + """
                claims:
                  a: {join: [project_id, groups_direct], with: '/'}
                  b: {list: [job_config]}
            """,
            """
            line 5: relying_parties[deploy].claims.a.join: groups_direct is no scalar and cannot be joined
            line 6: relying_parties[deploy].claims.b.list: job_config is neither a scalar nor an array of texts
            """
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Tells_what_is_wrong_with_a_relying_party(string what, string yaml, string mistakes) =>
        Assert.Equal((what, mistakes), (what, string.Join('\n', (await new Applied().PlanAsync(yaml)).Mistakes)));
}
