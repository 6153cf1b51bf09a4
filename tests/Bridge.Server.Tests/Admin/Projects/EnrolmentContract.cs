using System.Net;
using Bridge.Access;
using Bridge.Server.Tests.Attacks;
using Xunit;

namespace Bridge.Server.Tests.Admin.Projects;

public sealed class SqliteEnrolmentTests(SqliteWorld world) : EnrolmentContract<SqliteWorld>(world);

public sealed class PostgreSqlEnrolmentTests(PostgreSqlWorld world) : EnrolmentContract<PostgreSqlWorld>(world);

/// <summary>The enrolment of one project over the API.</summary>
public abstract class EnrolmentContract<TWorld>(TWorld world) : AdminTest<TWorld>(world)
    where TWorld : World
{
    [Fact]
    public async Task Project_is_enrolled_before_its_first_job_and_taken_back_as_it_was_seen()
    {
        var path = $"/api/v1/projects/main/{World.NewProjectId()}/enrolment";
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("GET", path)).StatusCode);

        var made = await AskAsync("PUT", $"{path}?why=a%20new%20service", ifMatch: "*");
        await BodyAsync(made, HttpStatusCode.Created);
        Assert.Equal("\"1\"", made.Headers.ETag!.Tag);
        Assert.Equal("\"1\"", (await AskAsync("GET", path)).Headers.ETag!.Tag);
        // Each request has a token of its own, which is in the log too.
        Assert.Single(await Bridge.Engine.Database.History.EntriesAsync(new(), null, 5, Ct), entry => entry.Why == "a new service");
        await ProblemAsync(await AskAsync("PUT", path, ifMatch: "*"), HttpStatusCode.PreconditionFailed, "exists");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("PUT", path, ifMatch: "\"1\"")).StatusCode);
        await ProblemAsync(await AskAsync("PUT", path, ifMatch: "\"7\""), HttpStatusCode.PreconditionFailed, "version_mismatch");

        Assert.Equal(HttpStatusCode.NoContent, (await AskAsync("DELETE", path, ifMatch: "\"1\"")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("DELETE", path, ifMatch: "\"1\"")).StatusCode);
        Assert.Equal("\"3\"", (await AskAsync("PUT", path, ifMatch: "*")).Headers.ETag!.Tag);
        // It is another one than was seen.
        await ProblemAsync(await AskAsync("DELETE", path, ifMatch: "\"1\""), HttpStatusCode.PreconditionFailed, "version_mismatch");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("GET", path)).StatusCode);
    }

    [Fact]
    public async Task Enrolment_lets_the_project_in_where_it_is_demanded()
    {
        await Bridge.ApplyAsync("relying_parties: [{ id: demanding, audience: 'https://demanding.test', enrolled_projects: true, rules: [{ id: all, effect: allow, everyone: true }] }]", Ct);
        var project = World.NewProjectId();
        await RefusedAsync(Refusals.Reason.ProjectUnconfirmed, JobOf(project, $"acme/enrolled-{project}"), "https://demanding.test", actual: project);
        await AskAsync("PUT", $"/api/v1/projects/main/{project}/enrolment", ifMatch: "*");
        await GrantedAsync(JobOf(project, $"acme/enrolled-{project}"), "https://demanding.test");
    }

    [Theory]
    [InlineData("main/x1")]
    [InlineData("nowhere/1")]
    public async Task What_can_be_no_project_is_not_enrolled(string project) =>
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("PUT", $"/api/v1/projects/{project}/enrolment", ifMatch: "*")).StatusCode);

    [Fact]
    public async Task Change_needs_the_version_that_was_seen_and_words_that_can_be_said()
    {
        var path = $"/api/v1/projects/main/{World.NewProjectId()}/enrolment";
        await ProblemAsync(await AskAsync("PUT", path), HttpStatusCode.PreconditionRequired, "version_required");
        await ProblemAsync(await AskAsync("DELETE", path, ifMatch: "*"), HttpStatusCode.PreconditionRequired, "version_required");
        Assert.Equal(["why"], await ProblemAsync(await AskAsync("PUT", $"{path}?why=two%0Alines", ifMatch: "*"), HttpStatusCode.UnprocessableEntity, "invalid"));
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync("PUT", path, ifMatch: "*", caller: new Caller("", Right.Write, Reach.Everything))).StatusCode);
    }
}
