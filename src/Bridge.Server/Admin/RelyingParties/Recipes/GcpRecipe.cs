using System.Text.RegularExpressions;

namespace Bridge.Server.Admin.RelyingParties.Recipes;

/// <summary>A provider of a workload identity pool of Google Cloud, and what one subject may do through it.</summary>
public sealed partial class GcpRecipe : Recipe
{
    public override string Profile => "gcp";

    public override string? Note(RecipeFacts facts) => Provider(facts) is null
        ? "The audience is no provider's name, so the provider lists it as allowed. 123456789012 stands for the number of your project, my-bucket for what the jobs may reach."
        : "my-bucket stands for what the jobs may reach; a service account is bound the same way.";

    public override IEnumerable<RecipePart> Parts(RecipeFacts facts)
    {
        var (number, pool, provider) = Provider(facts) ?? ("123456789012", "ci", "bridge");
        return
        [
            new("Pool and provider", "Once for each project of Google Cloud.", null, $"""
                gcloud iam workload-identity-pools create {pool} --location=global

                gcloud iam workload-identity-pools providers create-oidc {provider} \
                  --location=global \
                  --workload-identity-pool={pool} \
                  --issuer-uri={Quoting.Shell(facts.Issuer)} \{(Provider(facts) is null ? $"\n  --allowed-audiences={Quoting.Shell(facts.Audience)} \\" : "")}
                  --attribute-mapping=google.subject=assertion.sub,attribute.project_id=assertion.project_id \
                  --attribute-condition={Quoting.Shell(Condition(facts))}

                """),
            new("What the subject may do", "For one bucket; other resources have a command of the same form.", null, $"""
                gcloud storage buckets add-iam-policy-binding gs://my-bucket \
                  --role=roles/storage.objectViewer \
                  --member={Quoting.Shell($"principal://iam.googleapis.com/projects/{number}/locations/global/workloadIdentityPools/{pool}/subject/{facts.Subject}")}

                """),
            new("Terraform", "The same, as code.", "bridge.tf", Terraform(facts, pool, provider)),
        ];
    }

    public override IEnumerable<string> Script(RecipeFacts facts)
    {
        var (number, pool, provider) = Provider(facts) ?? ("123456789012", "ci", "bridge");
        return
        [
            $"gcloud iam workload-identity-pools create-cred-config projects/{number}/locations/global/workloadIdentityPools/{pool}/providers/{provider} --credential-source-file=\"$BRIDGE_TOKEN_FILE\" --output-file=\"$BRIDGE_TOKEN_FILE.json\"",
            "gcloud auth login --cred-file=\"$BRIDGE_TOKEN_FILE.json\"",
            "gcloud storage ls gs://my-bucket",
        ];
    }

    private static string Condition(RecipeFacts facts) => facts.ProjectId is { } id ? $"assertion.project_id == {Quoting.Cel(id)}" : $"assertion.sub == {Quoting.Cel(facts.Subject)}";

    private static string Terraform(RecipeFacts facts, string pool, string provider) => $$"""
        resource "google_iam_workload_identity_pool" "ci" {
          workload_identity_pool_id = "{{pool}}"
        }

        resource "google_iam_workload_identity_pool_provider" "bridge" {
          workload_identity_pool_id          = google_iam_workload_identity_pool.ci.workload_identity_pool_id
          workload_identity_pool_provider_id = "{{provider}}"
          attribute_mapping = {
            "google.subject"       = "assertion.sub"
            "attribute.project_id" = "assertion.project_id"
          }
          attribute_condition = {{Quoting.Hcl(Condition(facts))}}
          oidc {
            issuer_uri        = {{Quoting.Hcl(facts.Issuer)}}
            allowed_audiences = [{{Quoting.Hcl(facts.Audience)}}]
          }
        }

        resource "google_storage_bucket_iam_member" "{{facts.Name}}" {
          bucket = "my-bucket"
          role   = "roles/storage.objectViewer"
          member = "principal://iam.googleapis.com/${google_iam_workload_identity_pool.ci.name}/subject/{{Quoting.Hcl(facts.Subject)[1..^1]}}"
        }

        """;

    // The name of a provider, which Google expects as audience where the provider lists no other.
    private static (string Number, string Pool, string Provider)? Provider(RecipeFacts facts) => ProviderName().Match(facts.Audience) is { Success: true } match
        ? (match.Groups["number"].Value, match.Groups["pool"].Value, match.Groups["provider"].Value)
        : null;

    [GeneratedRegex(@"\A(https:)?//iam\.googleapis\.com/projects/(?<number>[0-9]+)/locations/global/workloadIdentityPools/(?<pool>[a-z0-9-]+)/providers/(?<provider>[a-z0-9-]+)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProviderName();
}
