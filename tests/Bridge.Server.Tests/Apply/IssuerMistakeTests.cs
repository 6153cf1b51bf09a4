using Xunit;

namespace Bridge.Server.Tests.Apply;

public sealed class IssuerMistakeTests
{
    private const string Head = """
        issuers:
          - id: gitlab
            url: https://gitlab.example.com

        """;

    public static TheoryData<string, string, string> Mistakes => new()
    {
        {
            "nothing but an id",
            """
            issuers:
              - id: gitlab
            """,
            """
            line 2: issuers[gitlab].iss: is missing: give it, or the issuer's url
            line 2: issuers[gitlab].keys: is missing: name discovery, jwks or uploaded, or give the issuer's url
            """
        },
        {
            "an unknown key",
            Head + """
                audience: https://x
            """,
            """
            line 4: issuers[gitlab].audience: is not known here; known are id, url, name, enabled, iss, subject_prefix, keys, algorithms, audiences, further_audiences, maximum_age, fork_pipelines, legacy, sign_in, permits_per_minute, mandatory, shared
            """
        },
        {
            "a url that is none",
            """
            issuers:
              - id: gitlab
                url: gitlab.example.com
            """,
            """
            line 3: issuers[gitlab].url: must be the address of GitLab, such as https://gitlab.example.com
            """
        },
        {
            "a plain http url",
            """
            issuers:
              - id: gitlab
                url: http://gitlab.example.com
            """,
            """
            line 3: issuers[gitlab].url: must be https; http only on loopback without a proxy, or with insecure: true under keys
            """
        },
        {
            "an iss twice",
            Head + """
              - id: other
                subject_prefix: 'eu:'
                iss: [https://gitlab.example.com]
                keys: {jwks: https://other.example.com/jwks}
            """,
            """
            line 6: issuers[other].iss: https://gitlab.example.com is accepted by gitlab already
            """
        },
        {
            "an unknown kind",
            Head + """
                iss: [{iss: https://gitlab.example.com, kinds: [id_token, v3]}]
            """,
            """
            line 4: issuers[gitlab].iss[0].kinds: v3 is no kind of CI token: id_token, v2 or v1
            """
        },
        {
            "an iss without its text",
            Head + """
                iss: [{kinds: [id_token]}, {iss: 5, kind: v1}]
            """,
            """
            line 4: issuers[gitlab].iss[0].iss: is missing
            line 4: issuers[gitlab].iss[1].iss: must be text: write "5"
            line 4: issuers[gitlab].iss[1].kind: is not known here; known are iss, kinds
            """
        },
        {
            "no iss at all",
            Head + """
                iss: []
            """,
            """
            line 4: issuers[gitlab].iss: must have at least one item
            """
        },
        {
            "keys from two places",
            Head + """
                keys: {discovery: https://gitlab.example.com/x, jwks: https://gitlab.example.com/y}
            """,
            """
            line 4: issuers[gitlab].keys.jwks: cannot stand beside discovery: keys come from one place
            """
        },
        {
            "keys over plain http",
            Head + """
                keys: {jwks: http://gitlab.example.com/jwks}
            """,
            """
            line 4: issuers[gitlab].keys.jwks: must be https; http only on loopback without a proxy, or with insecure: true under keys
            """
        },
        {
            "keys from a link-local address",
            Head + """
                keys: {jwks: https://169.254.169.254/jwks}
            """,
            """
            line 4: issuers[gitlab].keys.jwks: https://169.254.169.254/jwks is a link-local address
            """
        },
        {
            "keys from an address with a user",
            Head + """
                keys: {jwks: 'https://root:secret@gitlab.example.com/jwks'}
            """,
            """
            line 4: issuers[gitlab].keys.jwks: must be an https URL without a user or fragment
            """
        },
        {
            "uploaded keys that are none",
            Head + """
                keys: {uploaded: '{}'}
            """,
            """
            line 4: issuers[gitlab].keys.uploaded: the text is not a JWK Set: a JSON object of distinct members with the array keys
            """
        },
        {
            "a key set that is kept for ever",
            Head + """
                keys: {outlive: 400d}
            """,
            """
            line 4: issuers[gitlab].keys.outlive: must be from 1m to 30d
            """
        },
        {
            "a proxy that is no URL",
            Head + """
                keys: {proxy: proxy}
            """,
            """
            line 4: issuers[gitlab].keys.proxy: must be an https URL without a user or fragment
            """
        },
        {
            "symmetric algorithms",
            Head + """
                algorithms: [HS256, none]
            """,
            """
            line 4: issuers[gitlab].algorithms: HS256 is not allowed: RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 or ES512
            line 4: issuers[gitlab].algorithms: none is not allowed: RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 or ES512
            """
        },
        {
            "a duration without a unit",
            Head + """
                maximum_age: 3600
            """,
            """
            line 4: issuers[gitlab].maximum_age: must be a duration: a whole number with s, m, h or d, such as 30s, 10m, 1h or 2d
            """
        },
        {
            "a duration of another form",
            Head + """
                maximum_age: PT1H
            """,
            """
            line 4: issuers[gitlab].maximum_age: must be a duration: a whole number with s, m, h or d, such as 30s, 10m, 1h or 2d
            """
        },
        {
            "a duration that is too long",
            Head + """
                maximum_age: 31d
            """,
            """
            line 4: issuers[gitlab].maximum_age: must be from 1m to 30d
            """
        },
        {
            "a word that is none of its words",
            Head + """
                fork_pipelines: always
            """,
            """
            line 4: issuers[gitlab].fork_pipelines: must be assume or never
            """
        },
        {
            "a boolean that is a text",
            Head + """
                enabled: 'true'
                shared: yes
            """,
            """
            line 4: issuers[gitlab].enabled: must be true or false
            line 5: issuers[gitlab].shared: must be true or false
            """
        },
        {
            "a number that is none",
            Head + """
                permits_per_minute: many
            """,
            """
            line 4: issuers[gitlab].permits_per_minute: must be a whole number from 1 to 10000000
            """
        },
        {
            "a number that is too small",
            Head + """
                permits_per_minute: 0
            """,
            """
            line 4: issuers[gitlab].permits_per_minute: must be a whole number from 1 to 10000000
            """
        },
        {
            "an audience twice",
            Head + """
                audiences: [https://b, https://b]
            """,
            """
            line 4: issuers[gitlab].audiences[1]: https://b stands twice
            """
        },
        {
            "a further audience that is expected anyhow",
            Head + """
                further_audiences: [https://bridge.example.com]
            """,
            """
            line 4: issuers[gitlab].further_audiences: https://bridge.example.com is an expected audience already
            """
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Tells_what_is_wrong_with_an_issuer(string what, string yaml, string mistakes) =>
        Assert.Equal((what, mistakes), (what, string.Join('\n', (await new Applied().PlanAsync(yaml)).Mistakes)));
}
