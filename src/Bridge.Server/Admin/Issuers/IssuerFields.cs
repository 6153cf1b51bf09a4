using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Server.Admin.Definitions.Forms;

namespace Bridge.Server.Admin.Issuers;

/// <summary>The form of an issuer.</summary>
internal static class IssuerFields
{
    /// <summary>The groups of the form; <paramref name="bridge"/> is Bridge's own issuer URL.</summary>
    public static ImmutableArray<FormGroup> Groups(string bridge) =>
    [
        new("GitLab",
        [
            new("name", "Name", FieldKind.Text, "What people call it."),
            new("url", "URL", FieldKind.Text, "Keys come from the discovery document below this address, and the iss of its tokens is this address, unless something else is said below.") { Placeholder = "https://gitlab.example.com" },
            new("subject_prefix", "Subject prefix", FieldKind.Text, "Put before every sub of its jobs. One issuer can be without; a prefix ends in a colon and is never used again.") { Placeholder = "none" },
        ]),
        new("Keys",
        [
            new("keys.discovery", "Discovery document", FieldKind.Text, "Where it is not below the URL.") { Placeholder = "https://gitlab.example.com/.well-known/openid-configuration" },
            new("keys.jwks", "JWK Set", FieldKind.Text, "The address of the keys themselves, instead of discovery."),
            new("keys.uploaded", "Uploaded JWK Set", FieldKind.Block, "The keys as JSON, for a GitLab that Bridge cannot reach. A new key must then be put here by hand."),
            new("keys.outlive", "Outlive an outage", FieldKind.Text, "For so long the last good keys serve while GitLab is down.") { Placeholder = "24h" },
            new("keys.ca_file", "CA file", FieldKind.Text, "A PEM file on this server; GitLab's certificate must chain to it."),
            new("keys.proxy", "HTTP proxy", FieldKind.Text) { Placeholder = "none" },
            new("keys.insecure", "Allow plain HTTP beyond loopback", FieldKind.Flag, "Whoever is on the way could hand over keys of their own."),
        ], "One source at most: without any, it is the discovery document below the URL.", Folded: true),
        new("What its tokens must be like",
        [
            new("iss", "Issuer strings (iss)", FieldKind.Lines, "One on each line, compared byte for byte; behind it the kinds that it carries: id_token, v2, v1. Without any: the URL, for id_token.") { Item = (WriteAccepted, ReadAccepted), Placeholder = "the URL" },
            new("audiences", "Audiences", FieldKind.Lines, "A token must be for one of these.") { Placeholder = bridge },
            new("further_audiences", "Further audiences", FieldKind.Lines, "These may stand beside it; any other is refused.") { Placeholder = "none" },
            new("algorithms", "Signature algorithms", FieldKind.Lines) { Placeholder = "RS256" },
            new("maximum_age", "Maximum age", FieldKind.Text, "A token that was made longer ago is refused.") { Placeholder = "1h" },
            new("fork_pipelines", "Pipelines of forks", FieldKind.Choice, "Before GitLab 18.4 no claim says whether a merge request's pipeline runs a fork's code.")
            {
                Options = [("", "Assume that they may be a fork's"), ("never", "No fork runs pipelines in its parent project")],
                Usual = "assume",
            },
            new("permits_per_minute", "Exchanges a minute", FieldKind.Number, "More are answered 429; counted on each node.") { Placeholder = "6000" },
            new("legacy.v2.until", "Accept CI_JOB_JWT_V2 until", FieldKind.Text, "A date within 180 days. GitLab 17.0 removed this kind.") { Placeholder = "off" },
            new("legacy.v1.until", "Accept CI_JOB_JWT until", FieldKind.Text, "A date within 180 days. GitLab 17.0 removed this kind.") { Placeholder = "off" },
        ], Folded: true),
        new("Sign-in",
        [
            new("sign_in.client_id", "Application ID", FieldKind.Text, "Of Bridge's OAuth application at this GitLab, with the scopes openid and read_api. People of it then sign in to these pages. Its secret is a file that the settings name.") { Placeholder = "nobody signs in with it" },
        ], Folded: true),
    ];

    /// <summary>Stands with the mandatory conditions.</summary>
    public static readonly FormGroup Shared = new("Strangers",
    [
        new("shared", "Strangers share this GitLab", FieldKind.Flag, "Then it is not enabled without a condition on project_id, namespace_id or top_level_group. For gitlab.com that is so in any case."),
    ]);

    private static string WriteAccepted(Node node) => node is Node.Map map ? string.Join(' ', map.TextsAt("kinds").Insert(0, map.TextAt("iss") ?? "")) : ((Node.Scalar)node).Text;

    private static Node ReadAccepted(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var iss, .. { Length: > 0 } kinds]
        ? NodeParts.Map([("iss", NodeParts.Text(iss)), ("kinds", NodeParts.Texts(kinds))])
        : NodeParts.Text(line);
}
