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
            line 4: relying_parties[deploy].profile: must be aws, azure, gcp, kubernetes, plain or vault
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
            line 5: relying_parties[deploy].claims.groups: is filled only for the profile kubernetes or vault
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
                  c: {list: [ref, user_identities]}
            """,
            """
            line 5: relying_parties[deploy].claims.a.join: groups_direct is no scalar and cannot be joined
            line 6: relying_parties[deploy].claims.b.list: job_config is neither a scalar nor an array of texts
            line 7: relying_parties[deploy].claims.c.list: user_identities is neither a scalar nor an array of texts
            """
        },
        {
            "a claim of AWS filled beside its session tags",
            Head + """
                profile: aws
                claims:
                  https://aws.amazon.com/tags: {constant: x}
                  https://aws.amazon.com/tags/principal_tags/admin: {constant: x}
            """,
            """
            line 6: relying_parties[deploy].claims.https://aws.amazon.com/tags: is filled by session_tags alone
            line 7: relying_parties[deploy].claims.https://aws.amazon.com/tags/principal_tags/admin: is filled by session_tags alone
            """
        },
        {
            "session tags for another profile",
            Head + """
                profile: gcp
                session_tags:
                  project: {from: project_path}
                transitive_tags: [project]
            """,
            """
            line 5: relying_parties[deploy].session_tags: are not for the profile gcp
            line 7: relying_parties[deploy].transitive_tags: are not for the profile gcp
            """
        },
        {
            "session tags that AWS would refuse",
            Head + """
                profile: aws
                session_tags:
                  aws:project: {from: project_path}
                  'a#b': {constant: 'a#b'}
                  Team: {constant: platform}
                  team: {constant: platform}
                  all: {list: [project_path]}
                  groups: {from: groups_direct}
                  none: {}
                transitive_tags: [Team, stage]
            """,
            """
            line 6: relying_parties[deploy].session_tags.aws:project: the key of a session tag has 1 to 128 letters, digits, spaces and _.:/=+-@, and does not begin with aws:
            line 7: relying_parties[deploy].session_tags.a#b: the key of a session tag has 1 to 128 letters, digits, spaces and _.:/=+-@, and does not begin with aws:
            line 7: relying_parties[deploy].session_tags.a#b.constant: must be at most 256 letters, digits, spaces and _.:/=+-@, not beginning with aws:
            line 9: relying_parties[deploy].session_tags.team: differs from Team only in case, and AWS takes both for one key
            line 10: relying_parties[deploy].session_tags.all.list: is not for a session tag, which has one text: use from, constant or join
            line 11: relying_parties[deploy].session_tags.groups.from: groups_direct is no scalar, and a session tag has one text
            line 12: relying_parties[deploy].session_tags.none: must have one of from, constant, list or join
            line 13: relying_parties[deploy].transitive_tags: stage is none of the session tags
            """
        },
        {
            "too many session tags",
            Head + $"""
                profile: aws
                session_tags: {"{"}{string.Join(", ", Enumerable.Range(1, 51).Select(number => $"t{number}: {"{"}constant: x{"}"}"))}{"}"}
            """,
            """
            line 5: relying_parties[deploy].session_tags: are 51; a session has at most 50
            """
        },
        {
            "an algorithm that Azure does not verify",
            Head + """
                profile: azure
                algorithm: ES256
            """,
            """
            line 5: relying_parties[deploy].algorithm: must be RS256 for the profile azure, which verifies no other
            """
        },
        {
            "audiences that are too long",
            $"""
            relying_parties:
              - {"{"} id: aws, profile: aws, audience: '{new string('a', 256)}' {"}"}
              - {"{"} id: gcp, profile: gcp, audience: '{new string('b', 257)}' {"}"}
              - {"{"} id: azure, profile: azure, audience: '{new string('c', 601)}' {"}"}
            """,
            """
            line 2: relying_parties[aws].audience: has 256 characters; the profile aws takes at most 255
            line 3: relying_parties[gcp].audience: has 257 characters; the profile gcp takes at most 256
            line 4: relying_parties[azure].audience: has 601 characters; the profile azure takes at most 600
            """
        },
        {
            "an instance's mapping that no profile takes",
            """
            mappings:
              - id: https://aws.amazon.com/tags
                constant: x
            """,
            """
            line 2: mappings[https://aws.amazon.com/tags].id: https://aws.amazon.com/tags can be filled by no mapping of claims
            """
        },
    };

    [Fact]
    public async Task What_is_unusual_for_a_profile_is_a_warning()
    {
        var plan = await new Applied().PlanAsync("""
            relying_parties:
              - { id: azure, profile: azure, audience: https://azure.example.com }
              - { id: cluster, profile: kubernetes, audience: https://cluster.example.com, prefix: 'gitlab:', algorithm: ES256 }
              - { id: sts, profile: aws, audience: sts.amazonaws.com, algorithm: ES256 }
            """);
        Assert.Empty(plan.Mistakes);
        Assert.Equal(
            [("unusual_for_profile", "relying_parties[azure].profile", 2), ("unusual_for_profile", "relying_parties[cluster].profile", 3)],
            plan.Warnings.Select(warning => (warning.Code, warning.Path, warning.Line)));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Tells_what_is_wrong_with_a_relying_party(string what, string yaml, string mistakes) =>
        Assert.Equal((what, mistakes), (what, string.Join('\n', (await new Applied().PlanAsync(yaml)).Mistakes)));
}
