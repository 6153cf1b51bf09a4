using System.Collections.Immutable;
using Bridge.Configuration.Linting;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Lint;

/// <summary>
/// What the linter finds in all that is stored. With many projects that takes seconds, so it is looked for once for each revision,
/// and of all who ask only the first waits for it, and no longer than a page may take.
/// </summary>
internal sealed class LintSummary(Engine engine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private (long Revision, Task<ImmutableArray<LintGroup>> Groups) latest = (-1, Task.FromResult(ImmutableArray<LintGroup>.Empty));

    /// <summary>The findings by code, errors first; null while they are looked for.</summary>
    public async Task<ImmutableArray<LintGroup>?> FindAsync(CancellationToken ct)
    {
        var revision = (await engine.Configurations.CurrentAsync(ct)).Revision;
        Task<ImmutableArray<LintGroup>> looking;
        var first = false;
        lock (gate)
        {
            if (latest.Revision != revision || latest.Groups.IsFaulted)
                (latest, first) = ((revision, Task.Run(LookAsync, CancellationToken.None)), true);
            looking = latest.Groups;
        }

        if (first)
            await Task.WhenAny(looking, Task.Delay(Patience, TimeProvider.System, ct));
        return looking.IsCompleted ? await looking : null;
    }

    private async Task<ImmutableArray<LintGroup>> LookAsync()
    {
        var lines = await InstanceLint.FindAsync(engine.Database.Configuration, engine.Compiler, await engine.Database.KnownPathsAsync(CancellationToken.None), CancellationToken.None);
        return LintGroup.Of(lines);
    }
}
