using Xunit;

namespace Bridge.Server.Tests.Apply;

public sealed class ConditionMistakeTests
{
    private const string Head = """
        relying_parties:
          - id: deploy
            audience: https://deploy.example.com
            rules:
              - id: main
                effect: allow
                when:

        """;

    public static TheoryData<string, string, string> Mistakes => new()
    {
        {
            "a bare boolean",
            Head + """
                      ref_protected: true
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.ref_protected: must be text: write "true"
            """
        },
        {
            "a bare number",
            Head + """
                      project_id: 20
                      runner_id: 0x1F
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.project_id: must be text: write "20"
            line 9: relying_parties[deploy].rules[main].when.runner_id: must be text: write "0x1F"
            """
        },
        {
            "bare values in a list",
            Head + """
                      project_id: [20, '21', null]
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.project_id[0]: must be text: write "20"
            line 8: relying_parties[deploy].rules[main].when.project_id[2]: must be text, but there is none
            """
        },
        {
            "a bare value behind every test",
            Head + """
                      ref: {equals: 1}
                      ref_type: {not: false}
                      sha: {glob: 12}
                      groups_direct: {contains: 7}
                      ref_path: {one_of: [1]}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.ref.equals: must be text: write "1"
            line 9: relying_parties[deploy].rules[main].when.ref_type.not: must be text: write "false"
            line 10: relying_parties[deploy].rules[main].when.sha.glob: must be text: write "12"
            line 11: relying_parties[deploy].rules[main].when.groups_direct.contains: must be text: write "7"
            line 12: relying_parties[deploy].rules[main].when.ref_path.one_of[0]: must be text: write "1"
            """
        },
        {
            "nothing",
            Head + """
                      ref:
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.ref: must be text, but there is none
            """
        },
        {
            "an empty text",
            Head + """
                      environment: ''
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.environment: an empty claim equals nothing: write {absent: true}
            """
        },
        {
            "an empty list and an empty map",
            Head + """
                      ref: []
                      ref_type: {}
                      sha: {not: {}}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.ref: must have at least one item
            line 9: relying_parties[deploy].rules[main].when.ref_type: must say what the claim is held against
            line 10: relying_parties[deploy].rules[main].when.sha.not: must say what the claim is held against
            """
        },
        {
            "an unknown test",
            Head + """
                      ref: {matches: x}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.ref.matches: is not known here; known are present, absent, equals, one_of, glob, contains, not
            """
        },
        {
            "a regular expression is no test",
            Head + """
                      ref: {regex: '^main$'}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.ref.regex: is not known here; known are present, absent, equals, one_of, glob, contains, not
            """
        },
        {
            "the word present",
            Head + """
                      environment: present
                      deployment_tier: absent
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.environment: means the text present: write {equals: present} for it, or {present: true}
            line 9: relying_parties[deploy].rules[main].when.deployment_tier: means the text absent: write {equals: absent} for it, or {absent: true}
            """
        },
        {
            "present that is false",
            Head + """
                      environment: {present: false}
                      ref: {absent: 'true'}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.environment.present: must be true: write {absent: true} for the opposite
            line 9: relying_parties[deploy].rules[main].when.ref.absent: must be true or false
            """
        },
        {
            "present beside absent",
            Head + """
                      environment: {present: true, absent: true}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.environment.absent: cannot stand beside present
            """
        },
        {
            "present and absent with not",
            Head + """
                      environment: {not: {present: true}}
                      ref: {not: {absent: true}}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.environment.not.present: takes no not: write {absent: true}
            line 9: relying_parties[deploy].rules[main].when.ref.not.absent: takes no not: write {present: true}
            """
        },
        {
            "not of not",
            Head + """
                      ref: {not: {not: main}}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.ref.not.not: is not known here; known are equals, one_of, glob, contains
            """
        },
        {
            "equals of several and one_of of one",
            Head + """
                      ref: {equals: [a, b]}
                      ref_type: {one_of: tag}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.ref.equals: must be one text; use one_of for several
            line 9: relying_parties[deploy].rules[main].when.ref_type.one_of: must be a list
            """
        },
        {
            "a wildcard at the beginning of a path",
            Head + """
                      project_path: {glob: '*/x'}
                      namespace_path: {glob: '**'}
                      top_level_group: {glob: 'my-*'}
                      job_project_path: {not: {glob: '**/x'}}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.project_path.glob: cannot begin with a wildcard on a path: anybody could make a group that matches
            line 9: relying_parties[deploy].rules[main].when.namespace_path.glob: cannot begin with a wildcard on a path: anybody could make a group that matches
            line 11: relying_parties[deploy].rules[main].when.job_project_path.not.glob: cannot begin with a wildcard on a path: anybody could make a group that matches
            """
        },
        {
            "a wildcard at the beginning of each of the other paths",
            Head + """
                      job_namespace_path: {glob: '*'}
                      source_project_path: {glob: '**/x'}
                      source_namespace_path: {glob: '*/x'}
                      ref_path: {glob: '**'}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.job_namespace_path.glob: cannot begin with a wildcard on a path: anybody could make a group that matches
            line 9: relying_parties[deploy].rules[main].when.source_project_path.glob: cannot begin with a wildcard on a path: anybody could make a group that matches
            line 10: relying_parties[deploy].rules[main].when.source_namespace_path.glob: cannot begin with a wildcard on a path: anybody could make a group that matches
            """
        },
        {
            "a double wildcard within a segment",
            Head + """
                      ref: {glob: 'release**'}
                      ref_path: {glob: ''}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.ref.glob: ** stands for whole segments: write it alone between slashes
            line 9: relying_parties[deploy].rules[main].when.ref_path.glob: cannot be empty
            """
        },
        {
            "an array held against a text",
            Head + """
                      groups_direct: my-group
                      job_config: {glob: x}
                      user_identities: {contains: x}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.groups_direct: is an array: use {contains: …}
            line 9: relying_parties[deploy].rules[main].when.job_config.glob: is no scalar: only {present: true} and {absent: true} can be asked
            line 10: relying_parties[deploy].rules[main].when.user_identities.contains: is for arrays of texts, which user_identities is not
            """
        },
        {
            "a scalar that contains",
            Head + """
                      ref: {contains: main}
            """,
            """
            line 8: relying_parties[deploy].rules[main].when.ref.contains: is for arrays of texts, which ref is not
            """
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Tells_what_is_wrong_with_a_condition(string what, string yaml, string mistakes) =>
        Assert.Equal((what, mistakes), (what, string.Join('\n', (await new Applied().PlanAsync(yaml)).Mistakes)));
}
