using System.Text.Json.Nodes;
using Bridge.Claims;

namespace Bridge.Server.Admin.RelyingParties.Recipes;

/// <summary>A role of Vault's or OpenBao's JWT auth method ("JWT/OIDC auth method (API)"); <c>bound_subject</c> is compared as it is.</summary>
public sealed class VaultRecipe : Recipe
{
    public override string Profile => "vault";

    public override string? Note(RecipeFacts facts) => $"The policy {facts.Name} stands for yours.";

    public override IEnumerable<RecipePart> Parts(RecipeFacts facts) =>
    [
        new("Auth method", "Once for each Vault: it makes Bridge known.", null, $"""
            vault auth enable -path=bridge jwt
            vault write auth/bridge/config oidc_discovery_url={Quoting.Shell(facts.Issuer)} bound_issuer={Quoting.Shell(facts.Issuer)}

            """),
        new("Role", "Who may log in: this subject alone, by tokens for this audience.", "role.json", Quoting.Json(Role(facts)) + "\n"),
        new("Add it", "Makes the role, or changes it.", null, $"vault write auth/bridge/role/{facts.Name} @role.json\n"),
        new("Terraform", "The same, as code.", "bridge.tf", Terraform(facts)),
    ];

    public override IEnumerable<string> Script(RecipeFacts facts) =>
    [
        "export VAULT_ADDR=https://vault.example.com",
        $"export VAULT_TOKEN=$(tr -d '\\n' < \"$BRIDGE_TOKEN_FILE\" | vault write -field=token auth/bridge/login role={facts.Name} jwt=-)",
        "vault token lookup",
    ];

    // Each must be there in every token, or the login fails.
    private static IEnumerable<string> Mapped(RecipeFacts facts) =>
        facts.Party.Mappings.Where(mapping => mapping is { Target: "project_path", Form: MappingForm.Copy, OmitWhenMissing: false }).Select(mapping => mapping.Target).Concat(["pipeline_id", "job_id"]);

    private static JsonObject Role(RecipeFacts facts) => new()
    {
        ["role_type"] = "jwt",
        ["bound_audiences"] = new JsonArray(facts.Audience),
        ["bound_subject"] = facts.Subject,
        ["user_claim"] = "sub",
        ["groups_claim"] = "groups",
        ["claim_mappings"] = new JsonObject(Mapped(facts).Select(claim => KeyValuePair.Create(claim, (JsonNode?)claim))),
        ["token_policies"] = new JsonArray(facts.Name),
        ["token_ttl"] = "10m",
        ["token_max_ttl"] = "1h",
    };

    private static string Terraform(RecipeFacts facts) => $$"""
        resource "vault_jwt_auth_backend" "bridge" {
          path               = "bridge"
          type               = "jwt"
          oidc_discovery_url = {{Quoting.Hcl(facts.Issuer)}}
          bound_issuer       = {{Quoting.Hcl(facts.Issuer)}}
        }

        resource "vault_jwt_auth_backend_role" "{{facts.Name}}" {
          backend         = vault_jwt_auth_backend.bridge.path
          role_name       = "{{facts.Name}}"
          role_type       = "jwt"
          bound_audiences = [{{Quoting.Hcl(facts.Audience)}}]
          bound_subject   = {{Quoting.Hcl(facts.Subject)}}
          user_claim      = "sub"
          groups_claim    = "groups"
          claim_mappings  = { {{string.Join(", ", Mapped(facts).Select(claim => $"{claim} = \"{claim}\""))}} }
          token_policies  = ["{{facts.Name}}"]
          token_ttl       = 600
          token_max_ttl   = 3600
        }

        """;
}
