using Xunit;

namespace Bridge.Server.Tests.Apply;

public sealed class OtherMistakeTests
{
    public static TheoryData<string, string, string> Mistakes => new()
    {
        {
            "a client without a secret",
            """
            clients:
              - id: robot
            """,
            """
            line 2: clients[robot].secret_sha256: is missing: only gitlab-ci may be without a secret
            """
        },
        {
            "the default client with a secret",
            """
            clients:
              - id: gitlab-ci
                secret_sha256: ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']
            """,
            """
            line 3: clients[gitlab-ci].secret_sha256: gitlab-ci is public: it has no secret
            """
        },
        {
            "secrets that are no hashes",
            """
            clients:
              - id: robot
                secret_sha256: [hunter2]
            """,
            """
            line 3: clients[robot].secret_sha256: must be SHA-256 hashes of 64 hexadecimal digits each
            """
        },
        {
            "three secrets",
            """
            clients:
              - id: robot
                secret_sha256: ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc']
            """,
            """
            line 3: clients[robot].secret_sha256: can have two at most, the old and the new one during a change
            """
        },
        {
            "a default audience of nobody",
            """
            clients:
              - id: gitlab-ci
                default_audience: https://nobody.example.com
            """,
            """
            line 3: clients[gitlab-ci].default_audience: no relying party has the audience https://nobody.example.com
            """
        },
        {
            "a default mapping of a reserved claim",
            """
            mappings:
              - id: aud
                constant: x
            """,
            """
            line 2: mappings[aud]: aud is reserved: no mapping can fill it
            """
        },
        {
            "a default mapping with an unknown key",
            """
            mappings:
              - id: team
                value: x
            """,
            """
            line 2: mappings[team]: must have one of from, constant, list or join
            line 3: mappings[team].value: is not known here; known are id, constant, with, missing, from, list, join
            """
        },
        {
            "a project without its issuer",
            """
            projects:
              - project_id: '20'
              - {issuer: nowhere, project_id: '21'}
              - {issuer: nowhere, project_id: my-project}
            """,
            """
            line 2: projects[0].issuer: is missing
            line 3: projects[nowhere/21].issuer: there is no issuer nowhere
            line 4: projects[2].project_id: must be GitLab's numeric id of the project
            line 4: projects[nowhere/my-project].issuer: there is no issuer nowhere
            """
        },
        {
            "a project twice",
            """
            issuers:
              - id: gitlab
                url: https://gitlab.example.com
            projects:
              - {issuer: gitlab, project_id: '20'}
              - {issuer: gitlab, project_id: '20'}
            """,
            """
            line 6: projects[1].project_id: 20 stands twice
            """
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Tells_what_is_wrong_with_a_client_mapping_or_project(string what, string yaml, string mistakes) =>
        Assert.Equal((what, mistakes), (what, string.Join('\n', (await new Applied().PlanAsync(yaml)).Mistakes)));
}
