using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bridge.Access;
using Bridge.Server.Tests.Attacks;
using Xunit;

namespace Bridge.Server.Tests.Admin.GitLabDoor;

public sealed class SqliteGitLabDoorTests(SqliteWorld world) : GitLabDoorContract<SqliteWorld>(world);

public sealed class PostgreSqlGitLabDoorTests(PostgreSqlWorld world) : GitLabDoorContract<PostgreSqlWorld>(world);

/// <summary>An issuer whose id is as long as an id can be.</summary>
public sealed class LongIssuerDoorTests(SqliteWorld world) : AdminTest<SqliteWorld>(world)
{
    private static readonly string Longest = "main" + new string('-', 56) + "long";

    protected override string Yaml(World world) => $"issuers:\n  - {Trusted(world.GitLab, Longest)}\n";

    [Fact]
    public async Task Components_get_an_id_that_is_one()
    {
        await BodyAsync(await AskAsync("PUT", $"/gitlab/{Longest}/api/v4/projects/9007199254740991", """{"ci_id_token_sub_claim_components":["project_id"]}"""));
        var again = await BodyAsync(await AskAsync("PUT", $"/gitlab/{Longest}/api/v4/projects/9007199254740991", """{"ci_id_token_sub_claim_components":["project_id","ref"]}"""));
        Assert.Equal(2, again["ci_id_token_sub_claim_components"]!.AsArray().Count);
    }
}

/// <summary>A project's components, changed by what speaks to GitLab.</summary>
public abstract class GitLabDoorContract<TWorld>(TWorld world) : AdminTest<TWorld>(world)
    where TWorld : World
{
    private const string Components = "ci_id_token_sub_claim_components";

    protected override string Yaml(World world) => base.Yaml(world) + "sub_components: [{ id: sealed, issuer: main, group: sealed-group, locked: true, components: [project_id, ref] }]\n";

    [Fact]
    public async Task Components_are_read_and_put_by_id_and_by_path()
    {
        var project = World.NewProjectId();
        await GrantedAsync(JobOf(project, $"acme/door-{project}"), "https://deploy.test");
        var before = await BodyAsync(await AskAsync("GET", $"/gitlab/main/api/v4/projects/{project}"));
        Assert.Equal(["project_path", "ref_type", "ref"], before[Components]!.AsArray().Select(claim => claim!.ToString()));
        Assert.Equal((long.Parse(project), $"acme/door-{project}"), (before["id"]!.GetValue<long>(), before["path_with_namespace"]!.ToString()));

        var after = await BodyAsync(await AskAsync("PUT", $"/gitlab/main/api/v4/projects/acme%2Fdoor-{project}", """{"ci_id_token_sub_claim_components":["project_id","ref_type","ref"]}"""));
        Assert.Equal(["project_id", "ref_type", "ref"], after[Components]!.AsArray().Select(claim => claim!.ToString()));
        Assert.Equal($"project_id:{project}:ref_type:branch:ref:main", (await GrantedAsync(JobOf(project, $"acme/door-{project}"), "https://deploy.test")).Subject);
    }

    [Theory]
    [InlineData("ci_id_token_sub_claim_components[]=project_id&ci_id_token_sub_claim_components[]=ref")]
    [InlineData("ci_id_token_sub_claim_components%5B%5D=project_id&ci_id_token_sub_claim_components%5B%5D=ref")]
    public async Task Components_come_as_a_form_too(string form)
    {
        var project = World.NewProjectId();
        using var content = new StringContent(form, Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        var put = await BodyAsync(await AskAsync("PUT", $"/gitlab/main/api/v4/projects/{project}", content));
        Assert.Equal(["project_id", "ref"], put[Components]!.AsArray().Select(claim => claim!.ToString()));
    }

    [Theory]
    [InlineData("""{"ci_id_token_sub_claim_components":["project_id","user_name"]}""", """{"error":"ci_id_token_sub_claim_components does not have a valid value"}""")]
    [InlineData("""{"ci_id_token_sub_claim_components":["ref","project_id"]}""", """{"message":{"ci_id_token_sub_claim_components":["project_path or project_id must be the first element of the sub claim"]}}""")]
    [InlineData("""{"ci_id_token_sub_claim_components":[]}""", """{"message":{"ci_id_token_sub_claim_components":["is too short (minimum is 1 character)","project_path or project_id must be the first element of the sub claim"]}}""")]
    [InlineData("""{"ci_id_token_sub_claim_components":["project_id","ref","ref"]}""", """{"message":{"ci_id_token_sub_claim_components":["ref stands twice"]}}""")]
    [InlineData("""{"ci_id_token_sub_claim_components":"project_id"}""", """{"error":"ci_id_token_sub_claim_components is invalid"}""")]
    [InlineData("""{"description":"x"}""", """{"error":"description cannot be set here: Bridge only has ci_id_token_sub_claim_components"}""")]
    [InlineData("""{"ci_id_token_sub_claim_components":["project_id"],"visibility":"private"}""", """{"error":"visibility cannot be set here: Bridge only has ci_id_token_sub_claim_components"}""")]
    [InlineData("""{}""", """{"error":"ci_id_token_sub_claim_components are missing, at least one parameter must be provided"}""")]
    public async Task What_cannot_be_set_is_told_as_GitLab_tells_it(string json, string answer)
    {
        var response = await AskAsync("PUT", $"/gitlab/main/api/v4/projects/{World.NewProjectId()}", json);
        Assert.Equal((HttpStatusCode.BadRequest, answer), (response.StatusCode, await response.Content.ReadAsStringAsync(Ct)));
    }

    // GitLab 19.5: which components there are, and which of them can be first; what follows comes in any order.
    [Theory]
    [InlineData("project_path")]
    [InlineData("project_id")]
    [InlineData("job_project_path")]
    [InlineData("job_project_id")]
    [InlineData("source_project_path")]
    [InlineData("source_project_id")]
    public async Task All_of_GitLabs_own_components_are_taken(string leading)
    {
        string[] components = [leading, "deployment_tier", "ref", "environment_protected", "ref_protected", "ref_type"];
        var put = await BodyAsync(await AskAsync("PUT", $"/gitlab/main/api/v4/projects/{World.NewProjectId()}", $$"""{"{{Components}}":["{{string.Join("\",\"", components)}}"]}"""));
        Assert.Equal(components, put[Components]!.AsArray().Select(claim => claim!.ToString()));
    }

    [Fact]
    public async Task A_path_that_the_project_left_or_never_had_is_not_found()
    {
        var project = World.NewProjectId();
        await GrantedAsync(JobOf(project, $"acme/left-{project}"), "https://deploy.test");
        Clock.Advance(TimeSpan.FromMinutes(1));
        await GrantedAsync(JobOf(project, $"acme/now-{project}"), "https://deploy.test");

        foreach (var path in new[] { $"acme%2Fleft-{project}", "acme%2Fnever", "acme", "0", "%2e%2e", "x%252Fy" })
        {
            var response = await AskAsync("GET", $"/gitlab/main/api/v4/projects/{path}");
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        await BodyAsync(await AskAsync("GET", $"/gitlab/main/api/v4/projects/ACME%2fNow-{project}"));
        Assert.Equal("""{"message":"404 Project Not Found"}""", await (await AskAsync("GET", $"/gitlab/nowhere/api/v4/projects/{project}")).Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_token_comes_as_PRIVATE_TOKEN_and_one_of_GitLab_is_refused_and_forgotten()
    {
        const string foreign = "glpat-0123456789abcdefghij";
        Disclosure.Keep(foreign);
        Disclosure.Watch(Bridge.Log);
        var token = await Bridge.MakeTokenAsync(Right.Read, ct: Ct);

        Assert.Equal(HttpStatusCode.OK, await PrivateAsync(token, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PrivateAsync(foreign, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PrivateAsync(token, token));
    }

    [Fact]
    public async Task What_a_group_has_locked_is_not_put_without_effect()
    {
        var project = World.NewProjectId();
        await GrantedAsync(JobOf(project, $"sealed-group/{project}", ("namespace_path", "sealed-group")), "https://deploy.test");
        var response = await AskAsync("PUT", $"/gitlab/main/api/v4/projects/{project}", """{"ci_id_token_sub_claim_components":["project_id"]}""");
        Assert.Equal((HttpStatusCode.Forbidden, """{"message":"403 Forbidden - the sub components of this project are locked by sealed"}"""), (response.StatusCode, await response.Content.ReadAsStringAsync(Ct)));
    }

    [Fact]
    public async Task Nobody_else_can_take_the_name_that_a_projects_components_would_get()
    {
        var project = World.NewProjectId();
        foreach (var taken in new[] { $"main-{project}", $"main-{project}-2", $"main-{project}-3", $"main-{project}-4", $"main-{project}-5" })
            await BodyAsync(await AskAsync("PUT", $"/api/v1/sub_components/{taken}", $$"""{"issuer":"main","project_id":"{{World.NewProjectId()}}","components":["project_id"]}""", "*"), HttpStatusCode.Created);

        foreach (var reach in new Reach[] { new Reach.Project("main", project), Reach.Everything })
            await BodyAsync(await AskAsync("PUT", $"/gitlab/main/api/v4/projects/{project}", """{"ci_id_token_sub_claim_components":["project_id","ref"]}""", caller: new Caller("", Right.Write, reach)));
    }

    [Fact]
    public async Task What_a_job_may_lack_stays_so()
    {
        var project = World.NewProjectId();
        await Bridge.ApplyAsync($"sub_components: [{{ id: omit-{project}, issuer: main, project_id: '{project}', components: [project_id, {{ claim: environment_protected, missing: omit }}], overflow: digest }}]", Ct);

        await BodyAsync(await AskAsync("PUT", $"/gitlab/main/api/v4/projects/{project}", """{"ci_id_token_sub_claim_components":["project_id","ref","environment_protected"]}"""));

        var template = (await BodyAsync(await AskAsync("GET", $"/api/v1/sub_components/omit-{project}")))["definition"]!;
        Assert.Equal("""{"claim":"environment_protected","missing":"omit"}""", template["components"]![2]!.ToJsonString());
        Assert.Equal("digest", template["overflow"]!.ToString());
    }

    private async Task<HttpStatusCode> PrivateAsync(string privateToken, string? bearer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/gitlab/main/api/v4/projects/20");
        request.Headers.Add("PRIVATE-TOKEN", privateToken);
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return (await Bridge.Admin.SendAsync(request, Ct)).StatusCode;
    }
}
