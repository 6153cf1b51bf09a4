using System.Text.Json.Nodes;

namespace Bridge.Server.Admin.RelyingParties.Recipes;

/// <summary>A role of IAM that the jobs assume, by AssumeRoleWithWebIdentity (STS API Reference).</summary>
public sealed class AwsRecipe : Recipe
{
    private const string Account = "123456789012";
    private const string SourceIdentity = "https://aws.amazon.com/source_identity";

    public override string Profile => "aws";

    public override string? Note(RecipeFacts facts) => $"{Account} stands for your account. STS must reach Bridge's discovery and key set over https on port 443, and takes a token until five minutes after its end.";

    public override IEnumerable<RecipePart> Parts(RecipeFacts facts) =>
    [
        new("Identity provider", "Once for each account: it makes Bridge known to IAM.", null,
            $"aws iam create-open-id-connect-provider --url {Quoting.Shell(facts.Issuer)} --client-id-list {Quoting.Shell(facts.Audience)}\n"),
        new("Trust policy", "Who may assume the role: this subject alone, by tokens for this audience.", "trust-policy.json", Quoting.Json(TrustPolicy(facts)) + "\n"),
        new("Role", "Makes the role. Attach to it what the jobs may do.", null, $"aws iam create-role --role-name {facts.Name} --assume-role-policy-document file://trust-policy.json\n"),
        new("Terraform", "The same, as code.", "bridge.tf", Terraform(facts)),
    ];

    public override IEnumerable<string> Script(RecipeFacts facts) =>
    [
        $"export AWS_ROLE_ARN=arn:aws:iam::{Account}:role/{facts.Name} AWS_WEB_IDENTITY_TOKEN_FILE=\"$BRIDGE_TOKEN_FILE\"",
        "aws sts get-caller-identity",
    ];

    private static JsonObject TrustPolicy(RecipeFacts facts) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Federated"] = $"arn:aws:iam::{Account}:oidc-provider/{facts.IssuerName}" },
            ["Action"] = new JsonArray([.. Actions(facts).Select(action => (JsonNode)action)]),
            ["Condition"] = new JsonObject
            {
                ["StringEquals"] = new JsonObject { [$"{facts.IssuerName}:aud"] = Quoting.Iam(facts.Audience), [$"{facts.IssuerName}:sub"] = Quoting.Iam(facts.Subject) },
            },
        }),
    };

    private static IEnumerable<string> Actions(RecipeFacts facts)
    {
        yield return "sts:AssumeRoleWithWebIdentity";
        if (!facts.Party.ProfileSettings.SessionTags.Mappings.IsEmpty)
            yield return "sts:TagSession";
        if (facts.Party.Mappings.Any(mapping => mapping.Target == SourceIdentity))
            yield return "sts:SetSourceIdentity";
    }

    // jsonencode and not the data source, which takes &{ for a variable.
    private static string Terraform(RecipeFacts facts) => $$"""
        resource "aws_iam_openid_connect_provider" "bridge" {
          url            = {{Quoting.Hcl(facts.Issuer)}}
          client_id_list = [{{Quoting.Hcl(facts.Audience)}}]
        }

        resource "aws_iam_role" "{{facts.Name}}" {
          name = "{{facts.Name}}"
          assume_role_policy = jsonencode({
            Version = "2012-10-17"
            Statement = [{
              Effect    = "Allow"
              Principal = { Federated = aws_iam_openid_connect_provider.bridge.arn }
              Action    = [{{string.Join(", ", Actions(facts).Select(Quoting.Hcl))}}]
              Condition = {
                StringEquals = {
                  {{Quoting.Hcl(facts.IssuerName + ":aud")}} = {{Quoting.Hcl(Quoting.Iam(facts.Audience))}}
                  {{Quoting.Hcl(facts.IssuerName + ":sub")}} = {{Quoting.Hcl(Quoting.Iam(facts.Subject))}}
                }
              }
            }]
          })
        }

        """;
}
