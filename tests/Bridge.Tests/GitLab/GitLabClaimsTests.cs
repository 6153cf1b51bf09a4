using System.Text.Json;
using Bridge.GitLab;
using Xunit;

namespace Bridge.Tests.GitLab;

/// <summary>What GitLab's documentation says of its claims ("ID token authentication").</summary>
public sealed class GitLabClaimsTests
{
    private const string Texts =
        "project_id project_path namespace_id namespace_path job_project_id job_project_path job_namespace_id job_namespace_path "
        + "source_project_id source_project_path source_namespace_id source_namespace_path user_id user_login user_email user_access_level "
        + "pipeline_id pipeline_source job_id job_source ref ref_type ref_path ref_protected environment environment_protected deployment_tier "
        + "environment_action runner_environment sha project_visibility ci_config_ref_uri ci_config_sha";

    [Fact]
    public void Each_claim_has_the_type_that_GitLab_documents()
    {
        string[] texts = Texts.Split(' ');
        Assert.All(texts.Concat(["sub", "jti", "iss"]), name => Assert.Equal(JsonValueKind.String, GitLabClaims.TypeOf(name)));
        Assert.Equal(JsonValueKind.Number, GitLabClaims.TypeOf("runner_id"));
        Assert.All(["user_identities", "groups_direct"], name => Assert.Equal(JsonValueKind.Array, GitLabClaims.TypeOf(name)));
        Assert.Equal(JsonValueKind.Object, GitLabClaims.TypeOf("job_config"));
        Assert.Equal(
            texts.Concat(["runner_id", "user_identities", "groups_direct", "job_config"]).Order(StringComparer.Ordinal),
            GitLabClaims.All.Select(claim => claim.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("Project_id")]
    [InlineData("brand_new")]
    [InlineData("")]
    public void Of_other_claims_no_type_is_known(string name)
    {
        Assert.Null(GitLabClaims.Find(name));
        Assert.Null(GitLabClaims.TypeOf(name));
    }

    [Fact]
    public void A_subject_is_made_of_GitLabs_scalars_and_of_no_registered_claim()
    {
        Assert.All(Texts.Split(' ').Append("runner_id"), name => Assert.True(GitLabClaims.IsComponent(name)));
        Assert.All(["user_identities", "groups_direct", "job_config", "sub", "iss", "jti", "aud", "fork", "brand_new"], name => Assert.False(GitLabClaims.IsComponent(name)));
    }

    [Fact]
    public void What_a_user_chooses_or_a_job_changes_is_not_taken_for_an_identity()
    {
        Assert.Equal(
            "job_namespace_id job_project_id namespace_id project_id source_namespace_id source_project_id user_id",
            Those(claim => claim.Immutable));
        Assert.Equal("deployment_tier environment environment_action user_email user_login", Those(claim => claim.UserChosen));
        Assert.Equal("ci_config_sha job_id pipeline_id sha", Those(claim => claim.PerJob));

        static string Those(Func<GitLabClaim, bool> which) => string.Join(' ', GitLabClaims.All.Where(which).Select(claim => claim.Name).Order(StringComparer.Ordinal));
    }
}
