using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Bridge.Storage.Configuration;
using Bridge.Subjects;

namespace Bridge.Server.Admin.Subjects;

/// <summary>The templates of every level: what subjects are made of, and for whom.</summary>
[Needs(Right.Read, Over.Own)]
internal sealed class IndexModel(Engine engine) : AdminPage
{
    private const int PerPage = 50;

    public TemplateFilter Filter { get; private set; } = new();

    public ImmutableArray<SubTemplate> Templates { get; private set; } = [];

    public ImmutableArray<string> Issuers { get; private set; } = [];

    public ImmutableArray<string> RelyingParties { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public bool MayWrite => HttpContext.Caller().Right >= Right.Write;

    public bool SeesAll => !HttpContext.Caller().Reach.IsBound;

    public bool IsFiltered => Filter with { Within = null } != new TemplateFilter();

    /// <summary>Whether any template stands for the whole instance; where none does, what GitLab does by default counts.</summary>
    public bool HasInstance { get; private set; }

    public async Task OnGetAsync(TemplateLevel? level, string? issuer, string? group, string? relying_party, string? after)
    {
        var configuration = await engine.Configurations.CurrentAsync(Gone);
        Filter = new TemplateFilter(level, Text(issuer), Text(group), RelyingParty: Text(relying_party), Within: HttpContext.Caller().Reach);
        Templates = await engine.Database.Things.ListTemplatesAsync(Filter, Text(after), PerPage + 1, Gone);
        Pager = Pager.Of(Request, null, Templates.Length > PerPage ? Templates[PerPage - 1].Id : null);
        Templates = [.. Templates.Take(PerPage)];
        if (!SeesAll)
            return;
        (Issuers, RelyingParties) = ([.. configuration.Issuers.Select(one => one.Id)], [.. configuration.RelyingParties.Select(one => one.Id)]);
        HasInstance = configuration.FindTemplate(new TemplateScope(TemplateLevel.Instance, null, null, null)) is not null;
    }

    private static string? Text(string? text) => text?.Trim() is { Length: > 0 } some ? some : null;
}
