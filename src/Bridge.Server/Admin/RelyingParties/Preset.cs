using System.Collections.Immutable;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>A kind of service that tokens are made for: what the form of a new relying party begins with, and why.</summary>
/// <param name="Id">The profile.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Icon">The name of a Tabler icon.</param>
/// <param name="Text">What such tokens are for, in a sentence.</param>
/// <param name="Audience">The audience that such a service usually has; empty where there is none.</param>
/// <param name="AudienceHint">Where the audience comes from.</param>
/// <param name="AudienceLike">What one looks like.</param>
/// <param name="Lifetime">How long its tokens live, and why.</param>
/// <param name="Replay">How often a CI token can be exchanged; null as often as a job likes.</param>
/// <param name="Es256">Whether it verifies ES256 without being told.</param>
internal sealed record Preset(
    string Id, string Title, string Icon, string Text, string Audience, string AudienceHint, string AudienceLike, (string Value, string Why) Lifetime, string? Replay, string Es256)
{
    public static readonly ImmutableArray<Preset> All =
    [
        new("kubernetes", "Kubernetes", "ship", "Jobs are users of a cluster: kubectl, helm and operators with RBAC.",
            "", "Any text that the API server is told to expect; the address of the cluster is a good one.", "https://kubernetes.example.com",
            ("10m", "The API server looks at the end of a token with each request, so it must last as long as the deployment."), null,
            "An API server with --oidc- flags verifies ES256 only if it is told to."),
        new("aws", "AWS", "brand-aws", "Jobs assume a role of IAM, by AssumeRoleWithWebIdentity.",
            "sts.amazonaws.com", "The client id of the identity provider in IAM; this one is the usual.", "sts.amazonaws.com",
            ("5m", "The session that STS gives has a duration of its own."), null, "STS verifies both."),
        new("vault", "Vault", "lock", "Jobs log in to HashiCorp Vault or OpenBao, by the JWT auth method.",
            "", "What the role has as bound_audiences; the address of Vault is a good one.", "https://vault.example.com",
            ("5m", "One login is all that it is for; Vault's own token lives longer."), "once", "Vault verifies both."),
        new("gcp", "Google Cloud", "brand-google", "Jobs use a workload identity pool, and through it resources or service accounts.",
            "", "The provider's own name, which Google expects where a provider lists no other audience.", "https://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/ci/providers/bridge",
            ("5m", "Google's own token that it is exchanged for lives longer."), null, "Google verifies both."),
        new("azure", "Azure", "brand-azure", "Jobs are an application or a managed identity of Microsoft Entra.",
            "api://AzureADTokenExchange", "What the federated credential expects; this one is the usual.", "api://AzureADTokenExchange",
            ("5m", "Entra's own token that it is exchanged for lives longer."), null, "Entra verifies RS256 alone."),
        new("plain", "Anything else", "server", "A service that verifies tokens itself: an OAuth resource server or an OpenID Connect client.",
            "", "What the service expects as aud; its address is a good one.", "https://deploy.example.com",
            ("10m", "As long as a job may use it."), null, "Choose what the service verifies."),
    ];

    public static Preset? Find(string? id) => All.FirstOrDefault(preset => preset.Id == id);

    /// <summary>What the profile is called where there is no choice to explain.</summary>
    public string Name => Id == "plain" ? "Plain" : Title;

    /// <summary>Whether projects must be confirmed first.</summary>
    public bool EnrolledProjects => Claims.Profile.All[Id].EnrolledProjects;

    public bool OnlyRs256 => !Claims.Profile.All[Id].Algorithms.Contains("ES256");

    public bool NeedsPrefix => Claims.Profile.All[Id].Prefixes;
}
