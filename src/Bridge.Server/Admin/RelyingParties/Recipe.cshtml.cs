using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.RelyingParties.Recipes;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>What the other side of a relying party must be told, and the job, filled with the exact subject of a chosen project.</summary>
[Needs(Right.Read)]
internal sealed class RecipeModel(Engine engine) : PartyPage(engine)
{
    /// <summary>Stands where no job is known yet.</summary>
    public const string NoSubject = "SUBJECT";

    private const int MostListed = 20;

    public string? Search { get; private set; }

    /// <summary>The subjects that were found, the first of them.</summary>
    public ImmutableArray<RecipeSubject> Subjects { get; private set; } = [];

    /// <summary>How many were found.</summary>
    public int Found { get; private set; }

    public bool Any { get; private set; }

    public RecipeSubject? Chosen { get; private set; }

    public ImmutableArray<RecipePart> Parts { get; private set; } = [];

    public RecipePart Job { get; private set; } = null!;

    public string? Note { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, string? q, Guid? exchange)
    {
        if (!await LoadAsync(id))
            return NotFound();
        Search = q?.Trim() is { Length: > 0 } search ? search : null;
        var all = await RecipeSubjects.ReadAsync(Engine, Party, Gone);
        var found = all.Where(one => Search is null || one.ProjectPath.Contains(Search, StringComparison.OrdinalIgnoreCase) || one.Subject.Contains(Search, StringComparison.OrdinalIgnoreCase)).ToImmutableArray();
        (Any, Found, Subjects) = (!all.IsEmpty, found.Length, [.. found.Take(MostListed)]);
        Chosen = all.FirstOrDefault(one => one.Exchange == exchange) ?? found.FirstOrDefault();
        var facts = await FactsAsync();
        var recipe = Recipes.Recipe.Of(Party.Profile.Name);
        (Parts, Job, Note) = ([.. recipe.Parts(facts)], JobRecipe.Part(facts), recipe.Note(facts));
        return Page();
    }

    private async Task<RecipeFacts> FactsAsync()
    {
        var issuers = (await Engine.Configurations.CurrentAsync(Gone)).Issuers;
        var issuer = issuers.FirstOrDefault(one => one.Accepted.Any(accepted => accepted.Iss == Chosen?.Issuer)) ?? (issuers is [var only] ? only : null);
        return new RecipeFacts
        {
            Issuer = Engine.Settings.Issuer.Text,
            TokenEndpoint = Engine.Settings.Issuer.TokenEndpoint,
            JwksUri = Engine.Settings.Issuer.JwksUri,
            Party = Party,
            Subject = Chosen?.Subject ?? NoSubject,
            ProjectId = Chosen?.ProjectId,
            ProjectPath = Chosen?.ProjectPath,
            Username = Chosen?.Username,
            Groups = Chosen?.Groups ?? [],
            CiAudience = issuer?.Audiences[0] ?? Engine.Settings.Issuer.Text,
        };
    }
}
