using System.Globalization;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;
using Bridge.Storage.Projects;

namespace Bridge.Server.Admin.Projects;

/// <summary>The projects that are known, those that wait, and whose paths are whose. A bound caller sees the own ones.</summary>
internal static class ProjectsEndpoints
{
    private const int MostDays = 36_500;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects", ListAsync).Needs(Right.Read, Over.Own).Describe("List the projects that Bridge keeps something of").Paged("issuer", "search").Answers<PageAnswer<ProjectView>>();
        api.MapGet("/projects/waiting", WaitingAsync).Needs(Right.Read).Describe("List the projects that wait for an administrator").Paged("issuer").Answers<PageAnswer<WaitingView>>();
        api.MapGet("/projects/burned_paths", BurnedAsync).Needs(Right.Read).Describe("List the paths that belong to projects").Paged("issuer", "path", "project_id").Answers<PageAnswer<BurnedPathView>>();
        api.MapGet("/projects/unseen", UnseenAsync).Needs(Right.Read).Describe("List what is configured for projects that did not come for some days").Query("days").Answers<PageAnswer<UnseenView>>();
        api.MapGet("/projects/{issuer}/{project_id}", GetAsync).Needs(Right.Read, Over.Project).Describe("Get a project").Answers<ProjectView>();
        ConfirmationEndpoint.Map(api);
        EnrolmentEndpoint.Map(api);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var (page, problem) = PageQuery.Read(context.Request, "issuer", "search");
        if (page is null)
            return problem!;
        if (!Keys.Read(page, (issuer, id) => new ProjectKey(issuer, id), out var after))
            return PageQuery.NoSuchPage;
        var found = await engine.Database.Projects.KnownAsync(Text(context, "issuer"), Text(context, "search"), after, page.Limit, context.Caller().Reach, ct);
        return PageAnswers.Answer(context, [.. found.Items.Select(ProjectView.Of)], Keys.Write(found.Next?.Issuer, found.Next?.ProjectId));
    }

    private static async Task<IResult> WaitingAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var (page, problem) = PageQuery.Read(context.Request, "issuer");
        if (page is null)
            return problem!;
        if (!Keys.Read(page, (issuer, id) => new ProjectKey(issuer, id), out var after))
            return PageQuery.NoSuchPage;
        var found = await engine.Database.Projects.WaitingAsync(Text(context, "issuer"), after, page.Limit, ct);
        return PageAnswers.Answer(context, [.. found.Items.Select(WaitingView.Of)], Keys.Write(found.Next?.Issuer, found.Next?.ProjectId));
    }

    private static async Task<IResult> BurnedAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var (page, problem) = PageQuery.Read(context.Request, "issuer", "path", "project_id");
        if (page is null)
            return problem!;
        if (!Keys.Read(page, (issuer, path) => new PathKey(issuer, path), out var after))
            return PageQuery.NoSuchPage;
        var found = await engine.Database.Projects.BurnedAsync(Text(context, "issuer"), Text(context, "path"), Text(context, "project_id"), after, page.Limit, ct);
        return PageAnswers.Answer(context, [.. found.Items.Select(BurnedPathView.Of)], Keys.Write(found.Next?.Issuer, found.Next?.Path));
    }

    private static async Task<IResult> UnseenAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var mistakes = QueryNames.Unknown(context.Request, "days");
        if (!int.TryParse(Text(context, "days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > MostDays)
            mistakes.Add(new Mistake("days", $"must be a whole number from 1 to {MostDays}"));
        if (mistakes.Count > 0)
            return new Problem(ProblemKind.Invalid) { Errors = [.. mistakes] };
        var found = await UnseenProjects.FindAsync(engine.Database, await engine.Configurations.CurrentAsync(ct), engine.Time.GetUtcNow() - TimeSpan.FromDays(days), ct);
        return PageAnswers.Answer(context, [.. found.Select(UnseenView.Of)], null);
    }

    private static async Task<IResult> GetAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var place = (Place.Project)context.Place();
        var stored = await engine.Database.Configuration.FindProjectAsync(new ProjectQuery(place.Issuer, place.Id, "", null, null), ct);
        return stored is { Pin: null, Enrolled: false, Templates.IsEmpty: true } ? new Problem(ProblemKind.NotFound) : TypedResults.Ok(ProjectView.Of(place.Issuer, place.Id, stored));
    }

    private static string? Text(HttpContext context, string name) => context.Request.Query[name] is [{ Length: > 0 } text] ? text : null;

    /// <summary>Places in lists that go by an issuer and a second name.</summary>
    private static class Keys
    {
        private const char Between = '\n';

        public static bool Read<T>(PageQuery page, Func<string, string, T> make, out T? after)
            where T : class
        {
            var parts = page.After?.Split(Between);
            after = parts is [{ } issuer, { } name] ? make(issuer, name) : null;
            return parts is null || after is not null;
        }

        public static string? Write(string? issuer, string? name) => issuer is null ? null : $"{issuer}{Between}{name}";
    }
}
