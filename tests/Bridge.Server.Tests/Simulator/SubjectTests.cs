using System.Text.Json.Nodes;
using Bridge.Simulator.Requests;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

public sealed class SubjectTests : SimulatorTest
{
    [Theory]
    [InlineData("project_path", "project_path:g/p")]
    [InlineData("project_path,ref_type", "project_path:g/p:ref_type:branch")]
    [InlineData("project_path,ref,ref_type", "project_path:g/p:ref:main:ref_type:branch")]
    [InlineData("project_id,ref_type,ref", "project_id:57382910:ref_type:branch:ref:main")]
    [InlineData("project_path,ref_protected", "project_path:g/p:ref_protected:true")]
    [InlineData("project_path,ref,ref", "project_path:g/p:ref:main:ref:main")]
    [InlineData("job_project_id,project_path", "job_project_id:57382910:project_path:g/p")]
    [InlineData("source_project_path", "source_project_path:g/p")]
    public void Is_made_of_the_projects_components(string components, string expected)
    {
        var claims = Claims(new TokenRequest
        {
            SubComponents = components.Split(','),
            Claims = { ["project_id"] = "57382910", ["project_path"] = "g/p" },
        });

        Assert.Equal(expected, Text(claims, "sub"));
    }

    [Fact]
    public void Skips_an_absent_claim_without_a_word()
    {
        string[] components = ["project_path", "environment_protected", "deployment_tier"];

        Assert.Equal(
            "project_path:my-group/my-project", Text(Claims(new TokenRequest { SubComponents = components }), "sub"));
        Assert.Equal(
            "project_path:my-group/my-project:environment_protected:true:deployment_tier:production",
            Text(Claims(new TokenRequest { SubComponents = components, Preset = TokenPreset.Environment }), "sub"));
    }

    [Fact]
    public async Task A_colon_in_a_value_is_refused_with_GitLabs_text()
    {
        var response = await PostAsync("/simulator/tokens", """{"claims":{"ref":"a:b"}}""");

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            """{"error":"claim 'ref' cannot contain a colon (:) but value is 'a:b'"}""", await response.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public void A_colon_is_nobodys_business_where_the_subject_is_given()
    {
        Assert.Equal("x", Text(Claims(new JsonObject { ["ref"] = "a:b", ["sub"] = "x" }), "sub"));
    }

    [Theory]
    [InlineData("", "is too short (minimum is 1 character); project_path or project_id must be the first element of the sub claim")]
    [InlineData("ref", "project_path or project_id must be the first element of the sub claim")]
    [InlineData("project_id,user_login,aud", "user_login is not an allowed sub claim component; aud is not an allowed sub claim component")]
    public void Components_GitLab_does_not_allow_are_refused_with_its_text(string components, string expected)
    {
        var request = new TokenRequest { SubComponents = components.Split(',', StringSplitOptions.RemoveEmptyEntries) };

        Assert.Equal(expected, Assert.Throws<InvalidRequestException>(() => GitLab.Mint(request)).Message);
    }
}
