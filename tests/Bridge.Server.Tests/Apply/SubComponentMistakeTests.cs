using Bridge.GitLab;
using Xunit;

namespace Bridge.Server.Tests.Apply;

public sealed class SubComponentMistakeTests
{
    private const string Head = """
        issuers:
          - id: gitlab
            url: https://gitlab.example.com
        sub_components:
          - id: own

        """;

    public static TheoryData<string, string, string> Mistakes => new()
    {
        {
            "nothing but an id",
            Head + """
                locked: false
            """,
            """
            line 5: sub_components[own].components: is missing: name at least the project
            """
        },
        {
            "the built-in name",
            """
            issuers:
              - id: gitlab
                url: https://gitlab.example.com
            sub_components:
              - {id: built-in, components: [project_path]}
            """,
            """
            line 5: sub_components[built-in].id: built-in is the name of what holds where no template stands
            """
        },
        {
            "an unknown claim",
            Head + """
                components:
                  - project_path
                  - groups_direct
                  - iss
                  - my-text
            """,
            """
            line 8: sub_components[own].components[1]: groups_direct is no claim that a sub can be built of
            line 9: sub_components[own].components[2]: iss is no claim that a sub can be built of
            line 10: sub_components[own].components[3]: my-text is no claim that a sub can be built of
            """
        },
        {
            "a first that is not the project",
            Head + """
                components: [ref, project_path]
            """,
            """
            line 6: sub_components[own].components[0]: the first must name the project: project_path, project_id, job_project_path, job_project_id, source_project_path, source_project_id
            """
        },
        {
            "a claim twice",
            Head + """
                components: [project_path, ref, ref]
            """,
            """
            line 6: sub_components[own].components[2]: ref stands twice
            """
        },
        {
            "an omitted first",
            Head + """
                components: [{claim: project_path, missing: omit}]
            """,
            """
            line 6: sub_components[own].components[0]: the first can never be omitted
            """
        },
        {
            "an omitted ref",
            Head + """
                components:
                  - project_path
                  - {claim: ref, missing: omit}
                  - {claim: ref_type, missing: omit}
                  - {claim: ref_protected, missing: omit}
            """,
            """
            line 8: sub_components[own].components[1]: ref can never be omitted
            line 9: sub_components[own].components[2]: ref_type can never be omitted
            line 10: sub_components[own].components[3]: ref_protected can never be omitted
            """
        },
        {
            "a component that is no text",
            Head + """
                components:
                  - project_path
                  - 5
                  - {missing: omit}
                  - {claim: ref, mising: omit}
            """,
            """
            line 8: sub_components[own].components[1]: must be text: write "5"
            line 9: sub_components[own].components[2].claim: is missing
            line 10: sub_components[own].components[3].mising: is not known here; known are claim, missing
            """
        },
        {
            "as it came with components",
            Head + """
                as_it_came: true
                components: [project_path]
                overflow: digest
            """,
            """
            line 7: sub_components[own].components: cannot stand beside as_it_came
            line 8: sub_components[own].overflow: cannot be digest beside as_it_came
            """
        },
        {
            "an overflow that is none",
            Head + """
                components: [project_path]
                overflow: cut
            """,
            """
            line 7: sub_components[own].overflow: must be refuse or digest
            """
        },
        {
            "a project without its issuer",
            Head + """
                project_id: my-project
                components: [project_path]
            """,
            """
            line 5: sub_components[own].issuer: is missing: a group or project is known within its issuer
            line 6: sub_components[own].project_id: must be GitLab's numeric id of the project
            """
        },
        {
            "a group beside a project",
            Head + """
                issuer: gitlab
                project_id: '20'
                group: my-group
                components: [project_path]
            """,
            """
            line 8: sub_components[own].group: cannot stand beside project_id
            """
        },
        {
            "a group of no path",
            Head + """
                issuer: gitlab
                group: /my-group/*
                components: [project_path]
            """,
            """
            line 7: sub_components[own].group: must be the full path of a group, such as my-group/sub
            """
        },
        {
            "an issuer and a relying party that are not there",
            Head + """
                issuer: other
                relying_party: deploy
                components: [project_path]
            """,
            """
            line 6: sub_components[own].issuer: there is no issuer other
            line 7: sub_components[own].relying_party: there is no relying party deploy
            """
        },
        {
            "two for one scope",
            Head + """
                issuer: gitlab
                group: My-Group
                components: [project_path]
              - id: twin
                issuer: gitlab
                group: my-group
                components: [project_id]
            """,
            """
            line 9: sub_components[twin].id: own is for the very same scope
            """
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Tells_what_is_wrong_with_sub_components(string what, string yaml, string mistakes) =>
        Assert.Equal((what, mistakes), (what, string.Join('\n', (await new Applied().PlanAsync(yaml)).Mistakes)));

    [Fact]
    public async Task A_sub_has_as_many_components_as_there_are_claims_for_it()
    {
        string[] all = [.. GitLabClaims.All.Select(claim => claim.Name).Where(GitLabClaims.IsComponent).OrderBy(name => name != "project_id")];

        Assert.Empty(await MistakesAsync(all));
        Assert.Equal([$"line 6: sub_components[own].components: are {all.Length + 1}; there are only {all.Length} claims that a sub can be built of"], await MistakesAsync([.. all, "ref"]));

        static async Task<IEnumerable<string>> MistakesAsync(string[] components) =>
            (await new Applied().PlanAsync($"{Head}    components: [{string.Join(", ", components)}]")).Mistakes.Select(mistake => mistake.ToString());
    }
}
