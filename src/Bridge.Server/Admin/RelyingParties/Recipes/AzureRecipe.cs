using System.Text.Json.Nodes;

namespace Bridge.Server.Admin.RelyingParties.Recipes;

/// <summary>A federated credential of an application of Microsoft Entra. It compares the whole subject, character by character.</summary>
public sealed class AzureRecipe : Recipe
{
    public override string Profile => "azure";

    public override string? Note(RecipeFacts facts) => "APPLICATION and TENANT stand for yours. An application has at most 20 such credentials, each for one subject: a subject without the ref makes one enough for a project.";

    public override IEnumerable<RecipePart> Parts(RecipeFacts facts) =>
    [
        new("Federated credential", "What Entra compares a token with.", "credential.json", Quoting.Json(new JsonObject
        {
            ["name"] = facts.Name,
            ["issuer"] = facts.Issuer,
            ["subject"] = facts.Subject,
            ["audiences"] = new JsonArray(facts.Audience),
            ["description"] = Description(facts),
        }) + "\n"),
        new("Add it", "To an application; a managed identity takes the same fields.", null, "az ad app federated-credential create --id APPLICATION --parameters credential.json\n"),
        new("Terraform", "The same, as code.", "bridge.tf", $$"""
            resource "azuread_application_federated_identity_credential" "{{facts.Name}}" {
              application_id = azuread_application.ci.id
              display_name   = "{{facts.Name}}"
              description    = {{Quoting.Hcl(Description(facts))}}
              issuer         = {{Quoting.Hcl(facts.Issuer)}}
              subject        = {{Quoting.Hcl(facts.Subject)}}
              audiences      = [{{Quoting.Hcl(facts.Audience)}}]
            }

            """),
    ];

    public override IEnumerable<string> Script(RecipeFacts facts) =>
    [
        "az login --service-principal --username APPLICATION --tenant TENANT --federated-token \"$(cat \"$BRIDGE_TOKEN_FILE\")\"",
        "az account show",
    ];

    private static string Description(RecipeFacts facts) => facts.ProjectPath is { } path ? $"Jobs of {path} by Bridge" : "Jobs by Bridge";
}
