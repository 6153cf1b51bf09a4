using Bridge.Access;

namespace Bridge.Server.Admin.Access;

/// <summary>An API token as the API shows it.</summary>
/// <param name="Id">What it is revoked by, and what the change log calls its changes' author.</param>
/// <param name="Name">What people know it by.</param>
/// <param name="Right"><c>read</c>, <c>write</c> or <c>admin</c>.</param>
/// <param name="Issuer">The issuer of what it is bound to.</param>
/// <param name="ProjectId">The project that it is bound to.</param>
/// <param name="Group">The group that it is bound to, with all below it.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="LastUsedAt">When it was last used, to the hour.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="Token">The token itself: in the answer that makes it, and never again.</param>
internal sealed record TokenView(
    Guid Id,
    string Name,
    string Right,
    string? Issuer,
    string? ProjectId,
    string? Group,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    string? Token = null)
{
    public static TokenView Of(ApiToken token, string? text = null)
    {
        var (issuer, project, group) = token.Reach switch
        {
            Reach.Project bound => (bound.Issuer, bound.Id, null),
            Reach.Group bound => (bound.Issuer, null, bound.Path),
            { IsBound: false } => ((string?)null, (string?)null, (string?)null),
            var other => throw new ArgumentOutOfRangeException(nameof(token), other, "no token has such a reach"),
        };
        return new(token.Id, token.Name, token.Right.Word(), issuer, project, group, token.Author, token.CreatedAt, token.ExpiresAt, token.LastUsedAt, token.RevokedAt, text);
    }
}
