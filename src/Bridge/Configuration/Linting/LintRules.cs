using System.Collections.Immutable;

namespace Bridge.Configuration.Linting;

/// <summary>
/// The table of everything that the linter looks for. An error refuses the write; a warning is returned, kept with the change,
/// and told again by <c>bridge lint</c>.
/// </summary>
public static class LintRules
{
    public static readonly LintRule NoComponents = new("no_components", Severity.Error,
        "A subject is built of one claim at least: that of the project.",
        "Name the components, project_id first.",
        "is too short (minimum is 1 character)");

    public static readonly LintRule UnknownClaim = new("unknown_claim", Severity.Error,
        "A subject is built of the claims that GitLab documents and that have one value; registered claims, arrays and free text are none of them.",
        "Take a claim from the table of GitLab's claims.",
        "{0} is not an allowed sub claim component");

    public static readonly LintRule FirstElement = new("first_element", Severity.Error,
        "What a subject begins with says whose it is. Begun with anything else, two projects could share it.",
        "Put project_id first, or project_path where a relying party matches paths.",
        "project_path or project_id must be the first element of the sub claim");

    public static readonly LintRule DuplicateClaim = new("duplicate_claim", Severity.Error,
        "A claim that stands twice says nothing more, and makes the subject longer.",
        "Leave the second one out.");

    public static readonly LintRule NeverOmitted = new("never_omitted", Severity.Error,
        "Without the project or the ref a subject would be that of more jobs than anybody meant.",
        "Leave missing: omit away from this component.");

    public static readonly LintRule RefWithoutRefType = new("ref_without_ref_type", Severity.Warning,
        "A branch and a tag can have one name, and whoever may push tags is not always who may push branches.",
        "Add ref_type, or take ref_path instead of ref.");

    public static readonly LintRule NoImmutableId = new("no_immutable_id", Severity.Warning,
        "A path can be given up and come to another project, and the subject with it. GitLab never uses a project's id again.",
        "Begin with project_id, or put it beside the path; where forks are let in, job_project_id too.");

    public static readonly LintRule SubjectCanShrink = new("subject_can_shrink", Severity.Warning,
        "A job that lacks a claim gets a shorter subject; whoever matches the beginning of a subject takes it along.",
        "Leave missing: omit away, or have relying parties compare the whole subject.");

    public static readonly LintRule SubjectTooLong = new("subject_too_long", Severity.Warning,
        "A subject that a relying party cannot take is refused.",
        "Name fewer or shorter claims, project_id instead of project_path above all, or say overflow: digest.",
        NamesOthers: true);

    public static readonly LintRule SubjectCollision = new("subject_collision", Severity.Warning,
        "Two jobs that a relying party should tell apart can come with one subject.",
        "Add project_id, and job_project_id where forks are let in, to each template that is named.",
        NamesOthers: true);

    public static readonly LintRule SubtreeWithoutId = new("subtree_without_id", Severity.Warning,
        "A group can be renamed or deleted, and its path come to others: then a pattern over that path lets in all projects below it.",
        "Put namespace_id or project_id beside the pattern, or let the relying party serve enrolled projects alone.");

    public static readonly LintRule UserChosenClaim = new("user_chosen_claim", Severity.Warning,
        "Whoever runs or writes the job chooses the value, and so the subject.",
        "Name a claim that GitLab protects, such as ref_protected or environment_protected.");

    public static readonly LintRule PerJobClaim = new("per_job_claim", Severity.Warning,
        "The value is another one each time, so a relying party that compares subjects never sees one again.",
        "Leave it out; a mapping can carry it in a claim of its own.");

    public static readonly LintRule UndocumentedClaim = new("undocumented_claim", Severity.Warning,
        "A claim that GitLab does not document is mostly a misspelt one, and a condition on it never holds.",
        "Look the name up in the table of GitLab's claims.");

    /// <summary>All of them, errors first.</summary>
    public static readonly ImmutableArray<LintRule> All =
    [
        NoComponents, UnknownClaim, FirstElement, DuplicateClaim, NeverOmitted, RefWithoutRefType, NoImmutableId, SubjectCanShrink,
        SubjectTooLong, SubjectCollision, SubtreeWithoutId, UserChosenClaim, PerJobClaim, UndocumentedClaim,
    ];

    /// <summary>The rule with a code, or null.</summary>
    public static LintRule? Find(string? code) => All.FirstOrDefault(rule => rule.Code == code);
}
