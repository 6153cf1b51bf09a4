using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Server.Admin.Definitions.Forms;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>The forms of a relying party and of a rule.</summary>
internal static class PartyFields
{
    private const string Usual = "plain";

    private static readonly ImmutableArray<(string, string)> Types = [("access_token", "access_token"), ("id_token", "id_token"), ("jwt", "jwt")];

    /// <summary>The settings of a relying party, all but rules and claims.</summary>
    public static ImmutableArray<FormGroup> Settings(ConfigurationInForce configuration, TimeSpan ceiling) =>
    [
        new("Who it is",
        [
            new("enabled", "Enabled", FieldKind.Flag, "Where it is not, every exchange for it is refused from the next on.") { Otherwise = true },
            Audience("The aud of its tokens, and what jobs name as audience."),
            new("resource", "Resource", FieldKind.Text, "An absolute URI that jobs may name instead (RFC 8707).") { Placeholder = "none" },
            Profile,
            Prefix,
        ]),
        new("Its tokens",
        [
            Algorithm,
            Lifetime($"At most {Minutes(ceiling)}; never beyond the CI token, unless it may outlive it."),
            new("outlive_subject_token", "May outlive the CI token", FieldKind.Flag, "Otherwise a token ends with the CI token that it was given for."),
            new("scopes", "Scopes", FieldKind.Lines, "What a job may ask for; a rule can give less.") { Placeholder = "none" },
            new("requested_token_types", "Types of token that jobs may ask for", FieldKind.Several, "Without any: the one of the profile.") { Options = Types },
        ]),
        new("What it demands",
        [
            Replay,
            new("enrolled_projects", "Projects", FieldKind.Choice, "Whether a project must be confirmed, or listed, before its jobs get a token.") { Options = [("", "As the profile has it"), ("true", "Confirmed ones alone"), ("false", "Any that the rules let in")], Item = (WriteFlag, ReadFlag) },
            new("required_components", "Required sub components", FieldKind.Lines, "A subject that is built without one of these claims is refused.") { Placeholder = "none" },
            new("clients", "Clients", FieldKind.Several, "Without any: all of them.") { Options = [.. configuration.Clients.Select(client => (client.Id, client.Id))] },
            new("kinds", "Kinds of CI token", FieldKind.Several, "Without any: id_token. GitLab 17.0 removed the others.") { Options = [("id_token", "id_token"), ("v2", "CI_JOB_JWT_V2"), ("v1", "CI_JOB_JWT")] },
        ]),
    ];

    /// <summary>A rule, all but its conditions.</summary>
    public static ImmutableArray<FormGroup> Rule() =>
    [
        new("Rule",
        [
            new("effect", "Effect", FieldKind.Choice, "The first rule whose conditions all hold decides.") { Options = [("allow", "Allow: its jobs get a token"), ("deny", "Deny: its jobs are refused")] },
            new("shadow", "Shadow", FieldKind.Flag, "It decides nothing; records tell what it would have done."),
            new("enabled", "Enabled", FieldKind.Flag, "A rule that is not is passed over and leaves no trace.") { Otherwise = true },
            new("everyone", "Everyone", FieldKind.Flag, "The rule holds for every job. It then has no conditions."),
        ]),
    ];

    /// <summary>What an allow rule can say beyond.</summary>
    public static readonly ImmutableArray<FormGroup> Grant =
    [
        new("What it gives",
        [
            new("forks", "Jobs of forks", FieldKind.Choice, "A fork's code runs under somebody else's control.") { Options = [("", "Not by this rule"), ("allow", "Allowed")], Usual = "refuse" },
            new("lifetime", "Lifetime", FieldKind.Text, "At most; the relying party's holds too.") { Placeholder = "the relying party's" },
            new("scopes", "Scopes", FieldKind.Lines, "Of the relying party's, one on each line.") { Placeholder = "all of the relying party's" },
        ], Folded: true),
    ];

    public static FormField Audience(string help) => new("audience", "Audience", FieldKind.Text, help) { Required = true };

    public static FormField Lifetime(string help) => new("lifetime", "Lifetime", FieldKind.Text, help) { Placeholder = "10m" };

    public static FormField Profile { get; } = new("profile", "Profile", FieldKind.Choice, "What kind of service it is: its limits and its own claims.")
    {
        Options = [("", "Plain"), .. Preset.All.Where(preset => preset.Id != Usual).Select(preset => (preset.Id, preset.Title))],
        Usual = Usual,
    };

    public static FormField Prefix { get; } = new("prefix", "Prefix", FieldKind.Text, "For Kubernetes: put before the user's name and each group, so that no job becomes one that others made.") { Placeholder = "none" };

    public static FormField Algorithm { get; } = new("algorithm", "Algorithm", FieldKind.Choice, "What its tokens are signed with.") { Options = [("", "RS256"), ("ES256", "ES256")], Usual = "RS256" };

    public static FormField Replay { get; } = new("replay", "Replay", FieldKind.Choice, "How often one CI token can be exchanged for it.") { Options = [("", "As often as a job likes"), ("once", "Once")], Usual = "unlimited" };

    public static string Minutes(TimeSpan span) => span.TotalHours >= 1 && span.Minutes == 0 ? $"{(int)span.TotalHours} h" : $"{(int)span.TotalMinutes} min";

    private static string WriteFlag(Node node) => ((Node.Scalar)node).Text.ToLowerInvariant();

    private static Node.Scalar ReadFlag(string text) => NodeParts.Flag(text == "true");
}
