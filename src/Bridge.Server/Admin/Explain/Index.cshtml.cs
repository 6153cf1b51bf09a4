using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.DryRuns;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Exchanges;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Apply;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Explain;

/// <summary>
/// Says what a CI token, or a recorded exchange, comes to now, and under a draft. The token is read from the form, decided, and
/// forgotten: it is bound to nothing that the page could show again.
/// </summary>
[Needs(Right.Read, Over.Own)]
internal sealed class IndexModel(Engine engine, Explainer explainer) : AdminPage
{
    private const int MostSuggested = 200;

    /// <summary>The recorded exchange that is explained in place of a token.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Exchange { get; set; }

    [BindProperty]
    public string? Audience { get; set; }

    [BindProperty]
    public string? Resource { get; set; }

    [BindProperty]
    public string? Scope { get; set; }

    [BindProperty]
    public string? RequestedTokenType { get; set; }

    /// <summary>YAML as <c>bridge apply</c> reads it.</summary>
    [BindProperty]
    public string? Draft { get; set; }

    public Comparison? Comparison { get; private set; }

    public ImmutableArray<Step> Steps { get; private set; } = [];

    public ImmutableArray<Step> DraftSteps { get; private set; } = [];

    /// <summary>What is wrong with the draft, each with its line.</summary>
    public ImmutableArray<Mistake> Mistakes { get; private set; } = [];

    public ImmutableArray<string> Audiences { get; private set; } = [];

    public static ImmutableArray<string> TokenTypeWords => [.. Enum.GetValues<TokenType>().Select(TokenTypes.Word)];

    /// <summary>A draft is of the whole configuration, so whoever is bound to projects has none.</summary>
    public bool MayDraft => !HttpContext.Caller().Reach.IsBound;

    public async Task<IActionResult> OnGetAsync() => await ShowAsync(Exchange is { } id ? new ExplainQuestion(null, id, null) : null);

    // The token is an argument and no property of the page, so nothing can write it out.
    public async Task<IActionResult> OnPostAsync([FromForm] string? token)
    {
        ModelState.Remove(nameof(token));
        var question = Question(token, ReadDraft());
        return await ShowAsync(ModelState.IsValid && Mistakes.IsEmpty ? question : null);
    }

    private ExplainQuestion? Question(string? token, Node.Map? draft)
    {
        if (Exchange is { } id)
            return new ExplainQuestion(null, id, draft);
        if (string.IsNullOrWhiteSpace(token))
        {
            ModelState.AddModelError("token", "Paste the CI token. It is not kept, so it must be pasted each time.");
            return null;
        }

        return ExplainQuestion.OfToken(token.Trim(), Words(Audience), Words(Resource), Scope?.Trim(), TokenTypeWords.Contains(RequestedTokenType ?? "") ? RequestedTokenType : null, draft);
    }

    private Node.Map? ReadDraft()
    {
        if (string.IsNullOrWhiteSpace(Draft))
            return null;
        var document = YamlDocument.Read(Draft);
        Mistakes = document.Mistakes;
        return document.Root;
    }

    private async Task<IActionResult> ShowAsync(ExplainQuestion? question)
    {
        if (MayDraft)
            Audiences = [.. (await engine.Configurations.CurrentAsync(Gone)).RelyingParties.Take(MostSuggested).Select(party => party.Audience)];
        switch (question is null ? null : await explainer.ExplainAsync(question, HttpContext.Caller(), Gone))
        {
            case Explained.Done done:
                Comparison = done.Comparison;
                Steps = Timeline.Of(done.Comparison.InForce, Exchange is not null);
                DraftSteps = done.Comparison.Draft is { } draft ? Timeline.Of(draft, Exchange is not null) : [];
                break;
            case Explained.Mistaken mistaken:
                Mistakes = mistaken.Mistakes;
                break;
            case Explained.Undecided undecided:
                ModelState.AddModelError("", $"This exchange cannot be decided again: {undecided.Why}.");
                break;
            case Explained.NoDraftForBound:
                return StatusCode(StatusCodes.Status403Forbidden);
            case Explained.Unseen when Exchange is not null:
                return NotFound();
            case Explained.Unseen:
                ModelState.AddModelError("", "This token is not accepted, or it is of a job of another project than yours.");
                break;
        }

        return Page();
    }

    private static ImmutableArray<string> Words(string? text) => [.. (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}
