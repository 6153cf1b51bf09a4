using System.Collections.Immutable;
using System.Security.Cryptography;
using Bridge.Access;
using Bridge.Configuration.History;
using Bridge.Storage.Configuration;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Access;

/// <summary>The API tokens in the database. Making and revoking one is a change like any other: logged, and the revision is raised.</summary>
/// <remarks>Every member throws <see cref="Bridge.Configuration.StoreUnavailableException"/> where the database cannot answer.</remarks>
public sealed class ApiTokens
{
    // A token's last use is written at most this often, not at every request.
    private static readonly TimeSpan UseResolution = TimeSpan.FromHours(1);

    private readonly Provider provider;
    private readonly TimeProvider time;

    internal ApiTokens(Provider provider, TimeProvider time) => (this.provider, this.time) = (provider, time);

    /// <summary>The token of which this is the hash, good or not; null where there is none.</summary>
    public Task<ApiToken?> FindAsync(ImmutableArray<byte> hash, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        byte[] wanted = [.. hash];
        var row = await context.ApiTokens.AsNoTracking().SingleOrDefaultAsync(token => token.Hash == wanted, ct);
        // The index found it by comparing bytes, which tells at most how much of a hash is right; what decides takes the same time always.
        return row is not null && CryptographicOperations.FixedTimeEquals(row.Hash, wanted) ? ApiTokenRows.Read(row) : null;
    });

    /// <summary>The token of an id, good or not; null where there is none.</summary>
    public Task<ApiToken?> FindAsync(Guid id, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        return await context.ApiTokens.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, ct) is { } row ? ApiTokenRows.Read(row) : null;
    });

    /// <summary>What those of these tokens are called that there are, good or not.</summary>
    public Task<ImmutableDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        if (ids.Count == 0)
            return ImmutableDictionary<Guid, string>.Empty;
        await using var context = provider.Context();
        var rows = await context.ApiTokens.AsNoTracking().Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.Name }).ToListAsync(ct);
        return rows.ToImmutableDictionary(row => row.Id, row => row.Name);
    });

    /// <summary>The next tokens before an id, the newest first, also those that are expired or revoked.</summary>
    public Task<ImmutableArray<ApiToken>> ListAsync(Guid? before, int limit, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        var tokens = context.ApiTokens.AsNoTracking();
        if (before is { } last)
            tokens = tokens.Where(row => row.Id.CompareTo(last) < 0);
        return (await tokens.OrderByDescending(row => row.Id).Take(limit).ToListAsync(ct)).Select(ApiTokenRows.Read).ToImmutableArray();
    });

    public Task CreateAsync(ApiToken token, ImmutableArray<byte> hash, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var change = await ChangeTransaction.BeginAsync(provider, ct);
        change.Context.ApiTokens.Add(ApiTokenRows.Of(token, hash));
        change.Add(new ChangeItem(ChangeItem.Tokens, $"{token.Id}", 1, Before: null, Json(token)));
        await change.CommitAsync(new ChangeNote(time.GetUtcNow(), token.Author, [$"+ tokens/{token.Id}: {Describe(token)}"]), ct);
        return true;
    });

    /// <summary>Ends a token now; gives it as it is then, or null where there is none that could be revoked.</summary>
    public Task<ApiToken?> RevokeAsync(Guid id, string author, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var change = await ChangeTransaction.BeginAsync(provider, ct);
        if (await change.Context.ApiTokens.FindAsync([id], ct) is not { RevokedAt: null } row)
            return null;
        var now = time.GetUtcNow();
        var before = Json(ApiTokenRows.Read(row));
        row.RevokedAt = now;
        var token = ApiTokenRows.Read(row);
        change.Add(new ChangeItem(ChangeItem.Tokens, $"{id}", 2, before, Json(token)));
        await change.CommitAsync(new ChangeNote(now, author, [$"- tokens/{id}: {Describe(token)}"]), ct);
        return token;
    });

    /// <summary>Notes that a token was used, unless that was noted a short while ago.</summary>
    public Task UsedAsync(ApiToken token, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return token.LastUsedAt is { } last && now - last < UseResolution ? Task.CompletedTask : Outage.GuardAsync(provider, () => NoteUseAsync(token.Id, now, ct));
    }

    private async Task<bool> NoteUseAsync(Guid id, DateTimeOffset now, CancellationToken ct)
    {
        using var turn = await provider.EnterWriteAsync(ct);
        await using var connection = await provider.OpenAsync(ConnectionUse.Write, ct);
        await using var command = provider.Command(connection, null, "UPDATE api_tokens SET last_used_at = $2 WHERE id = $1", id, now);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>What the history keeps of a token.</summary>
    internal static string Json(ApiToken token) => ItemJson.Write(new
    {
        token.Name,
        Right = token.Right.ToString().ToLowerInvariant(),
        Reach = token.Reach.ToString(),
        token.Author,
        token.CreatedAt,
        token.ExpiresAt,
        token.RevokedAt,
    });

    private static string Describe(ApiToken token) =>
        $"{token.Name}, {token.Right.ToString().ToLowerInvariant()} over {token.Reach}, until {token.ExpiresAt.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}";
}
