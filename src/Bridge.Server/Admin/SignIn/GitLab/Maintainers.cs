using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;

namespace Bridge.Server.Admin.SignIn.GitLab;

/// <summary>Set on a request whose person may only read now, because GitLab cannot say what else they may do.</summary>
public sealed record GitLabDown(string Name);

/// <summary>
/// What somebody without a role may do: change the components of the projects that GitLab says they maintain, asked with their own
/// token. For reading, an answer counts five minutes, and while GitLab is down to the end of the session; before each write it is asked
/// anew, and while it is down nothing is written.
/// </summary>
internal sealed class Maintainers(ConfigurationCache configurations, GitLabApi gitLab, GitLabTokens tokens, TimeProvider time)
{
    private static readonly TimeSpan Counts = TimeSpan.FromMinutes(5);

    private readonly Answers<ImmutableHashSet<string>> lists = new(time);
    private readonly Answers<bool> projects = new(time);

    public async Task<Caller> CallerAsync(HttpContext context, SignedIn signedIn)
    {
        var person = signedIn.Person.Id;
        var nothing = new Caller(person.Author, Right.Read, new Reach.Projects(person.Issuer, []));
        var configuration = await configurations.CurrentAsync(context.RequestAborted);
        var issuer = configuration.Issuers.FirstOrDefault(one => one.Id == person.Issuer);
        if (issuer is not { Enabled: true, SignIn: not null, GitLabUrl: not null } || tokens.Unprotect(signedIn.Session.ProtectedGitLabToken) is not { } token)
            return nothing;
        try
        {
            return await AskAsync(context, issuer, person, signedIn.Session, token);
        }
        catch (GitLabSignedOutException)
        {
            return nothing;
        }
    }

    private async Task<Caller> AskAsync(HttpContext context, Issuer issuer, PersonId person, Session session, string token)
    {
        var ct = context.RequestAborted;
        var writes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        var over = context.GetEndpoint()?.Metadata.GetMetadata<NeedsAttribute>()?.Over;
        var (reach, fresh) = over == Over.Project && context.GetRouteValue("project_id") is string project && ProjectPaths.IsId(project)
            ? await OneAsync()
            : await AllAsync();
        if (!fresh)
            context.Features.Set(new GitLabDown(issuer.Name));
        return new Caller(person.Author, fresh ? Right.Write : Right.Read, new Reach.Projects(issuer.Id, reach));

        async Task<(ImmutableHashSet<string>, bool)> OneAsync()
        {
            var (maintains, current) = await projects.GetAsync((session.Id, project), writes ? TimeSpan.Zero : Counts, session.EndsAt, () => gitLab.MaintainsAsync(issuer, project, person.Id, token, ct));
            return (maintains && context.GetRouteValue("issuer") as string == issuer.Id ? [project] : [], current);
        }

        async Task<(ImmutableHashSet<string>, bool)> AllAsync()
        {
            var (ids, current) = await lists.GetAsync((session.Id, ""), writes ? TimeSpan.Zero : Counts, session.EndsAt, async () => [.. await gitLab.MaintainedAsync(issuer, token, ct)]);
            return (ids ?? [], current);
        }
    }
}
