using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Protocol;
using Bridge.Storage;

namespace Bridge.Server.Admin.Access;

/// <summary>Finds out who calls with an API token.</summary>
internal sealed class TokenCallers(BridgeDatabase database, FailedAttempts failures, TimeProvider time)
{
    public async Task<Identified> IdentifyAsync(HttpContext context, string surface, string unverifiedToken)
    {
        var address = ClientAddress.Of(context);
        if (!ApiTokenText.IsWellFormed(unverifiedToken))
            return new(failures.Note(address, surface, "malformed"));
        if (await database.ApiTokens.FindAsync(ApiTokenText.Hash(unverifiedToken), context.RequestAborted) is not { } token)
            return new(failures.Note(address, surface, "unknown"));
        if (!token.IsGood(time.GetUtcNow()))
            return new(failures.Note(address, surface, token.RevokedAt is null ? "expired" : "revoked", token.Id));
        await NoteUseAsync(token, context.RequestAborted);
        return new(token.Caller);
    }

    // When a token was last used is worth knowing, and not worth refusing it: reading goes on while nothing can be written.
    private async Task NoteUseAsync(ApiToken token, CancellationToken ct)
    {
        try
        {
            await database.ApiTokens.UsedAsync(token, ct);
        }
        catch (StoreUnavailableException)
        {
            // It is noted at the next use.
        }
    }
}
