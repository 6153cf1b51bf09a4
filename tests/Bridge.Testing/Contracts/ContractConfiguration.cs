using System.Security.Cryptography;
using System.Text;

namespace Bridge.Testing.Contracts;

/// <summary>The configuration that the stories of the contract happen under.</summary>
public static class ContractConfiguration
{
    /// <summary>A confidential client, and the secret that its hash is of.</summary>
    public const string Client = "backend";

    public const string Secret = "a-secret-that-is-in-no-log";

    public const string Deploy = "https://deploy.test";
    public const string Once = "https://once.test";
    public const string Cluster = "https://cluster.test";
    public const string Elliptic = "https://elliptic.test";
    public const string Enrolled = "https://enrolled.test";
    public const string Denying = "https://denying.test";
    public const string Disabled = "https://disabled.test";
    public const string BackendOnly = "https://backend.test";
    public const string Mapping = "https://mapping.test";
    public const string Brief = "https://short.test";

    /// <param name="gitlab">The URL of the GitLab that everything is allowed to.</param>
    /// <param name="partner">The URL of another one, of which one project alone is let in.</param>
    /// <param name="small">The URL of a third one, which has one exchange a minute.</param>
    public static string Yaml(string gitlab, string partner, string small) => $$$"""
        issuers:
          - {id: gitlab, url: "{{{gitlab}}}"}
          - {id: partner, url: "{{{partner}}}", subject_prefix: "partner:", mandatory: {project_id: "4711"}}
          - {id: small, url: "{{{small}}}", subject_prefix: "small:", permits_per_minute: 1}
        clients:
          - {id: {{{Client}}}, secret_sha256: ["{{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)))}}}"]}
        sub_components:
          - {id: default, components: [project_path, ref_type, ref]}
        relying_parties:
          - id: deploy
            audience: {{{Deploy}}}
            resource: https://deploy.test/api
            profile: plain
            scopes: [read, write]
            requested_token_types: [access_token, jwt]
            rules: [{id: protected, effect: allow, when: {ref_protected: "true"}}]
            claims:
              team: {constant: platform}
              branch: {from: ref}
              runner: {from: runner_id}
              paths: {list: [project_path]}
          - {id: once, audience: {{{Once}}}, profile: plain, replay: once, rules: [{id: all, effect: allow, everyone: true}]}
          - id: cluster
            audience: {{{Cluster}}}
            profile: kubernetes
            prefix: "gitlab:"
            enrolled_projects: false
            rules: [{id: all, effect: allow, everyone: true}]
            claims: {groups: {list: [namespace_path]}}
          - {id: elliptic, audience: {{{Elliptic}}}, profile: plain, algorithm: ES256, rules: [{id: all, effect: allow, everyone: true}]}
          - {id: enrolled, audience: {{{Enrolled}}}, profile: plain, enrolled_projects: true, rules: [{id: all, effect: allow, everyone: true}]}
          - {id: denying, audience: {{{Denying}}}, profile: plain, scopes: [read], rules: [{id: never, effect: deny, when: {ref: main}}, {id: all, effect: allow, everyone: true}]}
          - {id: disabled, audience: {{{Disabled}}}, profile: plain, enabled: false, rules: [{id: all, effect: allow, everyone: true}]}
          - {id: backend-only, audience: {{{BackendOnly}}}, profile: plain, clients: [{{{Client}}}], rules: [{id: all, effect: allow, everyone: true}]}
          - id: mapping
            audience: {{{Mapping}}}
            profile: plain
            rules: [{id: all, effect: allow, everyone: true}]
            claims: {environment: {from: environment}}
          - {id: short, audience: {{{Brief}}}, profile: plain, lifetime: 1h, scopes: [admin], rules: [{id: all, effect: allow, everyone: true, lifetime: 2m}]}
        """;
}
