using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Definitions;

/// <summary>Changes one thing for a request and answers what became of it.</summary>
internal static class Edits
{
    private const int LongestWhy = 1000;

    /// <summary>What is wrong with words for the change log that cannot be said.</summary>
    public static readonly Mistake Unsayable = new("why", $"must be one line of at most {LongestWhy} characters");

    /// <summary>What is wrong with an author's words for the change log, or null.</summary>
    public static Mistake? WhyMistake(string? why) => why is not null && (why.Length > LongestWhy || why.Any(char.IsControl)) ? Unsayable : null;

    /// <summary>Makes the thing what it shall be, in force on this node when it returns.</summary>
    public static async Task<EditOutcome> CommitAsync(Engine engine, Edit edit, Caller caller, string? why, CancellationToken ct)
    {
        // Whoever goes away does not leave it half done.
        var outcome = await new Editor(engine.Database.Configuration, engine.Compiler, engine.Time).CommitAsync(edit, caller, why is { Length: > 0 } ? why : null, CancellationToken.None);
        if (outcome is EditOutcome.Done { Changed: true })
            await engine.Configurations.RefreshAsync(ct);
        return outcome;
    }

    /// <summary>Makes the thing what it shall be, in force on this node when the answer comes.</summary>
    public static async Task<(EditOutcome? Outcome, Problem? Problem)> CommitAsync(HttpContext context, Engine engine, Edit edit, CancellationToken ct)
    {
        var why = context.Request.Query["why"];
        if (why.Count > 1 || WhyMistake(why.ToString()) is not null)
            return (null, new Problem(ProblemKind.Invalid) { Errors = [Unsayable] });
        var outcome = await CommitAsync(engine, edit, context.Caller(), why.ToString(), ct);
        return (outcome, ProblemOf(outcome, edit));
    }

    /// <summary>Puts a thing and answers it.</summary>
    public static async Task<IResult> PutAsync(HttpContext context, Engine engine, Edit edit, string? secret, CancellationToken ct, string? location = null)
    {
        var (outcome, problem) = await CommitAsync(context, engine, edit, ct);
        if (problem is not null)
            return problem;
        var done = (EditOutcome.Done)outcome!;
        if (done.Version is { } version)
            context.Response.Headers.ETag = Precondition.Tag(version);
        var view = new ThingView(edit.Id, done.Version, edit.Value!, WarningView.Of(done.Warnings), secret);
        return edit.Version == 0 ? TypedResults.Created(location ?? context.Request.Path.ToUriComponent(), view) : TypedResults.Ok(view);
    }

    /// <summary>Deletes a thing.</summary>
    public static async Task<IResult> DeleteAsync(HttpContext context, Engine engine, string section, string id, CancellationToken ct)
    {
        var (version, problem) = Precondition.Read(context.Request);
        if (problem is not null || version == 0)
            return problem ?? new Problem(ProblemKind.VersionRequired);
        (_, problem) = await CommitAsync(context, engine, new Edit(section, id, null, version), ct);
        return problem is not null ? problem : TypedResults.NoContent();
    }

    private static Problem? ProblemOf(EditOutcome outcome, Edit edit) => outcome switch
    {
        EditOutcome.Done => null,
        EditOutcome.Missing => new(ProblemKind.NotFound),
        EditOutcome.OtherVersion when edit.Version == 0 => new(ProblemKind.Exists),
        EditOutcome.OtherVersion other => new(ProblemKind.VersionMismatch, other.Version > 0 ? $"It has version {other.Version} now." : null),
        EditOutcome.Denied denied => new(ProblemKind.TooLittleRight, $"This needs a token with the right {denied.Needed.Word()}."),
        EditOutcome.Mistaken mistaken => new(ProblemKind.Invalid) { Errors = mistaken.Mistakes },
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType(), "no such outcome"),
    };
}
