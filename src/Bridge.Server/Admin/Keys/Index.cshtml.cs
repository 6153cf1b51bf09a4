using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Keys;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Bridge.Server.Settings;

namespace Bridge.Server.Admin.Keys;

/// <summary>The signing keys: where each stands in its life, and what happens to it next.</summary>
[Needs(Right.Read)]
internal sealed class IndexModel(Engine engine) : AdminPage
{
    private ImmutableArray<StoredKey> keys = [];

    public KeySettings Settings => engine.Settings.Keys;

    public string JwksUri => engine.Settings.Issuer.JwksUri;

    public DateTimeOffset Now { get; } = engine.Time.GetUtcNow();

    public bool MayChange => HttpContext.Caller().Right >= Right.Admin;

    public async Task OnGetAsync() => keys = (await engine.Database.Configuration.ReadAsync(Gone)).Keys;

    /// <summary>The keys of an algorithm that are published, the newest first.</summary>
    public ImmutableArray<StoredKey> Published(SigningAlgorithm algorithm) => [.. Of(algorithm).Where(key => !IsOver(key))];

    /// <summary>Those that are not any more.</summary>
    public ImmutableArray<StoredKey> Over(SigningAlgorithm algorithm) => [.. Of(algorithm).Where(IsOver)];

    public bool CanRotate(SigningAlgorithm algorithm) => Of(algorithm).All(key => key.State(Now) != KeyState.Announced);

    /// <summary>The moments of a key's life that are known, in their order.</summary>
    public static IEnumerable<(string Title, DateTimeOffset? At)> Life(StoredKey key) => key.RevokedAt is { } revoked
        ? [("Announced", key.AnnouncedAt), ("Active", key.ActiveAt), ("Revoked", revoked)]
        : [("Announced", key.AnnouncedAt), ("Active", key.ActiveAt), ("Retired", key.RetiredAt), ("Removed", key.RemovedAt)];

    private IEnumerable<StoredKey> Of(SigningAlgorithm algorithm) => keys.Where(key => key.Algorithm == algorithm.Name).OrderByDescending(key => key.Generation);

    private bool IsOver(StoredKey key) => key.State(Now) is KeyState.Removed or KeyState.Revoked;
}
