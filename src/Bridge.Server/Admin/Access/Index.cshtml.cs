using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Storage;

namespace Bridge.Server.Admin.Access;

/// <summary>The API tokens, the newest first, also those that are over.</summary>
[Needs(Right.Admin, Over.Own)]
internal sealed class IndexModel(BridgeDatabase database, TimeProvider time) : AdminPage
{
    /// <summary>Carries a new token over the redirect, once and encrypted.</summary>
    public const string TokenKey = "api-token";

    private const int PerPage = 50;

    public ImmutableArray<ApiToken> Tokens { get; private set; } = [];

    public AuthorNames Names { get; private set; } = AuthorNames.None;

    public Pager Pager { get; private set; } = null!;

    /// <summary>The text of the token that was made just now: here and never again.</summary>
    public string? NewToken { get; private set; }

    public async Task OnGetAsync(string? after)
    {
        NewToken = TempData[TokenKey] as string;
        var found = await database.ApiTokens.ListAsync(Guid.TryParse(after, out var before) ? before : null, PerPage + 1, Gone);
        Tokens = [.. found.Take(PerPage).Where(HttpContext.Caller().Oversees)];
        Pager = Pager.Forward(Request, found.Length > PerPage ? $"{found[PerPage - 1].Id}" : null);
        Names = await AuthorNames.ReadAsync(database, Tokens.Select(token => token.Author), Gone);
    }

    /// <summary>Whether a token is good, and if not, why; with a colour for it.</summary>
    public (string Word, string Colour) State(ApiToken token) =>
        token.RevokedAt is not null ? ("revoked", "bg-red-lt") : token.IsGood(time.GetUtcNow()) ? ("good", "bg-green-lt") : ("expired", "bg-secondary-lt");

    /// <summary>How far a token reaches, in words.</summary>
    public static string Reach(ApiToken token) => token.Reach switch
    {
        Bridge.Access.Reach.Project project => $"project {project.Id} of {project.Issuer}",
        Bridge.Access.Reach.Group group => $"group {group.Path} of {group.Issuer}",
        _ => "everything",
    };
}
