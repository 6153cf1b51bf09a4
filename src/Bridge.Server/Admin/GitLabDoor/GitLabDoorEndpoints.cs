using System.Collections.Immutable;
using System.Security.Cryptography;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.Linting;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Hosting;
using Bridge.Subjects;

namespace Bridge.Server.Admin.GitLabDoor;

/// <summary>
/// The GitLab-compatible door: what GitLab's API calls <c>ci_id_token_sub_claim_components</c> of a project is its sub
/// components for all relying parties here. GitLab has no versions, so of two writers the last one wins, as there.
/// </summary>
internal static class GitLabDoorEndpoints
{
    private const int MostTries = 5;
    private const int LongestId = 64;

    public static void Map(IEndpointRouteBuilder admin, GitLabSurface surface)
    {
        foreach (var prefix in new[] { "/gitlab/{issuer}/api/v4", "/api/v4" })
        {
            var door = admin.MapGroup(prefix).WithMetadata(surface);
            door.MapGet("/projects/{id}", GetAsync).Needs(Right.Read, Over.GitLabProject).Describe("Get a project, as GitLab does").Answers<GitLabProject>();
            door.MapPut("/projects/{id}", PutAsync).Needs(Right.Write, Over.GitLabProject).Describe("Change the components of a project, as GitLab does").Takes(BodySchemas.SubClaimComponents).Answers<GitLabProject>();
        }
    }

    private static async Task<IResult> GetAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var project = (Place.Project)context.Place();
        return TypedResults.Ok(await ViewAsync(engine, project, ct));
    }

    private static async Task<IResult> PutAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var project = (Place.Project)context.Place();
        var (wanted, answer) = await WantedComponents.ReadAsync(context);
        if (wanted is not { } components)
            return answer!;
        if (components.IsEmpty)
            return GitLabAnswer.Attribute(GitLabProject.Attribute, GitLabTexts.Of([]));
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var scopes = await TemplatesAsync(engine, project, ct);
            if (scopes.Effective is { Locked: true } lockedBy && lockedBy.Id != scopes.Own?.Id)
                return GitLabAnswer.Message(403, $"403 Forbidden - the sub components of this project are locked by {lockedBy.Id}");
            var next = Next(scopes.Own, project, components, attempt);
            var edit = new Edit(Edit.SubComponents, next.Id, WrittenTemplate.Of(next), scopes.Own?.Version ?? 0);
            switch (await new Editor(engine.Database.Configuration, engine.Compiler, engine.Time).CommitAsync(edit, context.Caller(), null, CancellationToken.None))
            {
                case EditOutcome.Done:
                    await engine.Configurations.RefreshAsync(ct);
                    return TypedResults.Ok(await ViewAsync(engine, project, ct));
                case EditOutcome.Mistaken mistaken:
                    return GitLabAnswer.Attribute(GitLabProject.Attribute, [.. mistaken.Mistakes.Select(Words).Distinct()]);
                case EditOutcome.Denied:
                    return GitLabAnswer.Message(403, "403 Forbidden");
            }
        }

        throw new StoreUnavailableException("the configuration was changed by others each time; try again");
    }

    // What the door does not speak of stays as it is: how a longer sub is dealt with, and what a job may lack.
    private static SubTemplate Next(SubTemplate? own, Place.Project project, ImmutableArray<string> components, int attempt)
    {
        var omitted = own?.Components.Where(component => component.Omit).Select(component => component.Claim).ToHashSet(StringComparer.Ordinal) ?? [];
        own ??= new SubTemplate
        {
            Id = NewId(project, attempt),
            Version = 0,
            Level = TemplateLevel.Project,
            Issuer = project.Issuer,
            ProjectId = project.Id,
        };
        return own with { AsItCame = false, Components = [.. components.Select((claim, index) => new SubComponent(claim, index > 0 && omitted.Contains(claim)))] };
    }

    // Another's template may have that name, by chance or so that this project gets none. An id has 64 characters at most.
    private static string NewId(Place.Project project, int attempt)
    {
        var tail = $"-{project.Id}" + (attempt == 0 ? "" : $"-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        return project.Issuer[..Math.Min(project.Issuer.Length, LongestId - tail.Length)] + tail;
    }

    private static string Words(Mistake mistake) =>
        mistake.Code == LintRules.FirstElement.Code ? LintRules.FirstElement.GitLabText! : mistake.Message;

    private static async Task<GitLabProject> ViewAsync(Engine engine, Place.Project project, CancellationToken ct)
    {
        var stored = await engine.Database.Configuration.FindProjectAsync(Query(project), ct);
        var effective = Effective(await engine.Configurations.RefreshAsync(ct), project, stored.Templates);
        var path = stored.Pin?.Path ?? "";
        var parent = ProjectPaths.Parent(path);
        return new GitLabProject(
            long.Parse(project.Id), path[(path.LastIndexOf('/') + 1)..], path.Replace("/", " / ", StringComparison.Ordinal), path[(path.LastIndexOf('/') + 1)..], path,
            stored.Pin is { } pin && long.TryParse(pin.NamespaceId, out var space) ? new GitLabNamespace(space, parent[(parent.LastIndexOf('/') + 1)..], parent) : null,
            [.. effective.Components.Select(component => component.Claim)]);
    }

    private static async Task<(SubTemplate? Own, SubTemplate Effective)> TemplatesAsync(Engine engine, Place.Project project, CancellationToken ct)
    {
        var stored = await engine.Database.Configuration.FindProjectAsync(Query(project), ct);
        return (stored.Templates.FirstOrDefault(template => template.RelyingParty is null), Effective(await engine.Configurations.RefreshAsync(ct), project, stored.Templates));
    }

    // The one for all relying parties: no relying party has an empty id.
    private static SubTemplate Effective(ConfigurationInForce configuration, Place.Project project, ImmutableArray<SubTemplate> own) => EffectiveTemplate.Of(
        project.Issuer, project.Id, ProjectPaths.Parent(project.Path ?? ""), "",
        scope => scope.Level == TemplateLevel.Project ? own.FirstOrDefault(template => TemplateScope.Of(template) == scope) : configuration.FindTemplate(scope));

    private static ProjectQuery Query(Place.Project project) => new(project.Issuer, project.Id, ProjectPaths.Fold(project.Path ?? ""), null, null);
}
