using Xunit;

namespace Bridge.Server.Tests.Apply;

public sealed class FileMistakeTests
{
    public static TheoryData<string, string, string> Mistakes => new()
    {
        {
            "an unknown section",
            """
            issuer: []
            """,
            """
            line 1: issuer: is not known here; known are issuers, relying_parties, clients, mappings, sub_components, projects
            """
        },
        {
            "a section that is neither list nor map",
            """
            issuers: gitlab
            """,
            """
            line 1: issuers: must be a list
            """
        },
        {
            "a section without anything",
            """
            issuers:
            clients:
            """,
            """
            line 1: issuers: must be a list
            line 2: clients: must be a list
            """
        },
        {
            "a section with prune and no items",
            """
            issuers: {prune: true}
            """,
            """
            line 1: issuers.items: is missing: a section is a list, or a map of prune and items
            """
        },
        {
            "prune that is no boolean",
            """
            issuers: {prune: yes, items: []}
            """,
            """
            line 1: issuers.prune: must be true or false
            """
        },
        {
            "a thing that is no map",
            """
            issuers: [gitlab]
            projects: ['20']
            """,
            """
            line 1: issuers[0]: must be a map of keys and values
            line 2: projects[0]: must be a map of keys and values
            """
        },
        {
            "a thing without an id",
            """
            clients:
              - enabled: true
            """,
            """
            line 2: clients[0].id: is missing
            """
        },
        {
            "an id that is a number",
            """
            issuers:
              - id: 72
                url: https://gitlab.example.com
            """,
            """
            line 2: issuers[72].id: must be text: write "72"
            """
        },
        {
            "an id that is no word",
            """
            issuers:
              - id: Git Lab
                url: https://gitlab.example.com
            """,
            """
            line 2: issuers[Git Lab].id: must be a word of a-z, 0-9, '.', '_' and '-', of at most 64 characters, that begins with a letter or digit
            """
        },
        {
            "an id twice",
            """
            issuers:
              - id: gitlab
                url: https://gitlab.example.com
              - id: gitlab
                url: https://other.example.com
            """,
            """
            line 4: issuers[gitlab].id: gitlab stands twice in this section
            """
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Tells_what_is_wrong_with_a_file(string what, string yaml, string mistakes) =>
        Assert.Equal((what, mistakes), (what, string.Join('\n', (await new Applied().PlanAsync(yaml)).Mistakes)));
}
