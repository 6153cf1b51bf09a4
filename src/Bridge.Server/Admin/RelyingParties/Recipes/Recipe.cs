using System.Collections.Immutable;

namespace Bridge.Server.Admin.RelyingParties.Recipes;

/// <summary>One text to paste.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Text">What to do with it, in a sentence or two.</param>
/// <param name="File">The name of the file that it is; null for what is typed into a shell.</param>
/// <param name="Content">The text.</param>
public sealed record RecipePart(string Title, string Text, string? File, string Content);

/// <summary>What the other side must be told, so that it takes the tokens of one subject and of no other.</summary>
public abstract class Recipe
{
    private static readonly ImmutableArray<Recipe> All = [new AwsRecipe(), new AzureRecipe(), new GcpRecipe(), new KubernetesRecipe(), new PlainRecipe(), new VaultRecipe()];

    /// <summary>The profile that it is for.</summary>
    public abstract string Profile { get; }

    /// <summary>What else must be known, in a sentence; null where there is nothing.</summary>
    public virtual string? Note(RecipeFacts facts) => null;

    /// <summary>The texts, in the order in which they are needed.</summary>
    public abstract IEnumerable<RecipePart> Parts(RecipeFacts facts);

    /// <summary>What a job does with the token, whose file is <c>$BRIDGE_TOKEN_FILE</c>: the lines of its script.</summary>
    public abstract IEnumerable<string> Script(RecipeFacts facts);

    public static Recipe Of(string profile) => All.Single(recipe => recipe.Profile == profile);
}
