using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Access;

/// <summary>
/// Makes an API token as the API does. It outlives the session that makes it, so whoever makes one proves that it is they.
/// </summary>
[Needs(Bridge.Access.Right.Admin, Over.Own), NeedsProof]
internal sealed class NewModel(Engine engine) : AdminPage
{
    public static readonly ImmutableArray<(Right Value, string Title, string Text)> Rights =
    [
        (Bridge.Access.Right.Read, "Read", "Looks at the configuration and the records."),
        (Bridge.Access.Right.Write, "Write", "Changes sub components, rules and mappings, too."),
        (Bridge.Access.Right.Admin, "Admin", "Changes all the rest, too: issuers, relying parties, keys, clients, tokens, confirmations."),
    ];

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string Right { get; set; } = Bridge.Access.Right.Read.Word();

    /// <summary><c>everything</c>, <c>group</c> or <c>project</c>.</summary>
    [BindProperty]
    public string Reach { get; set; } = "everything";

    [BindProperty]
    public string? Issuer { get; set; }

    [BindProperty]
    public string? Group { get; set; }

    [BindProperty]
    public string? ProjectId { get; set; }

    /// <summary>After how many days it ends.</summary>
    [BindProperty]
    public string? Days { get; set; } = "90";

    public ImmutableArray<string> Issuers { get; private set; } = [];

    public async Task OnGetAsync() => await IssuersAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await IssuersAsync();
        if (TokenDraft.Read(Asked(), Issuers, out var mistakes) is not { } draft)
        {
            foreach (var mistake in mistakes)
            {
                if (mistake.Path == "issuer" && LeftEmpty is { } field)
                    ModelState.AddModelError(field, "is missing");
                else
                    ModelState.AddModelError(Field(mistake.Path), mistake.Message);
            }

            return Page();
        }

        if (await TokenIssuance.IssueAsync(engine.Database, draft, HttpContext.Caller(), engine.Time, CancellationToken.None) is not { } issued)
        {
            ModelState.AddModelError("", "Nobody makes a token with more than they have.");
            return Page();
        }

        TempData[IndexModel.TokenKey] = issued.Text;
        return RedirectToPage("/Access/Index");
    }

    private async Task IssuersAsync() => Issuers = [.. (await engine.Configurations.RefreshAsync(Gone)).Issuers.Select(issuer => issuer.Id)];

    // The same map as the API reads; of the reach only what belongs to the choice that was made.
    private Node.Map Asked() => new(
        [.. new[] { ("name", Name), ("right", Right), ("expires_in", Days is null ? null : $"{Days.Trim()}d"), ("issuer", Reach == "everything" ? null : Issuer), ("group", Of("group", Group)), ("project_id", Of("project", ProjectId)) }
            .Where(member => !string.IsNullOrEmpty(member.Item2)).Select(member => new Node.Member(member.Item1, new Node.Scalar(member.Item2!, ScalarType.Text, 0), 0))],
        0);

    private string? Of(string reach, string? value) => Reach == reach ? value?.Trim() : null;

    // The issuer alone binds a token to nothing, which is a mistake; the field that says to what is the one to tell it at.
    private string? LeftEmpty => Reach switch
    {
        "group" when string.IsNullOrWhiteSpace(Group) => nameof(Group),
        "project" when string.IsNullOrWhiteSpace(ProjectId) => nameof(ProjectId),
        _ => null,
    };

    private static string Field(string path) => path switch
    {
        "name" => nameof(Name),
        "right" => nameof(Right),
        "issuer" => nameof(Issuer),
        "group" => nameof(Group),
        "project_id" => nameof(ProjectId),
        "expires_in" => nameof(Days),
        _ => "",
    };
}
