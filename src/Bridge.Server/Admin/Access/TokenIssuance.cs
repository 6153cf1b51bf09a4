using Bridge.Access;
using Bridge.Storage;

namespace Bridge.Server.Admin.Access;

/// <summary>Makes API tokens.</summary>
internal static class TokenIssuance
{
    /// <summary>
    /// Makes and keeps a token. Its text is given here and never again. Gives null where the caller would give more than they
    /// have.
    /// </summary>
    public static async Task<(ApiToken Token, string Text)?> IssueAsync(BridgeDatabase database, TokenDraft draft, Caller by, TimeProvider time, CancellationToken ct)
    {
        if (!by.MayGive(draft.Right, draft.Reach))
            return null;
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var token = new ApiToken
        {
            Id = Guid.CreateVersion7(now),
            Name = draft.Name,
            Right = draft.Right,
            Reach = draft.Reach,
            Author = by.Author,
            CreatedAt = now,
            ExpiresAt = now + draft.Life,
        };
        var text = ApiTokenText.Make();
        await database.ApiTokens.CreateAsync(token, ApiTokenText.Hash(text), ct);
        return (token, text);
    }
}
