namespace Bridge.Demo;

/// <summary>What the demo's Bridge is configured with.</summary>
internal static class DemoConfiguration
{
    public const string Staging = "https://deploy.example.com";
    public const string Production = "https://production.example.com";

    public static string Yaml(string gitLab) => $$"""
        issuers:
          - id: gitlab
            name: The GitLab of this demo
            url: {{gitLab}}
            mandatory:
              top_level_group: my-group

        relying_parties:
          - id: deploy
            audience: {{Staging}}
            rules:
              - id: my-project
                effect: allow
                when:
                  project_id: "20"
                  ref_type: branch
            claims:
              team: {constant: platform}
              project_path: {from: project_path}
              environment: {from: environment, missing: omit}
          - id: production
            audience: {{Production}}
            algorithm: ES256
            rules:
              - id: protected-main
                effect: allow
                when:
                  project_path: {glob: my-group/**}
                  ref: main
                  ref_protected: "true"

        sub_components:
          - id: default
            components: [project_path, ref_type, ref]
          - id: my-project
            issuer: gitlab
            project_id: "20"
            components: [project_id, ref_type, ref, ref_protected]

        """;
}
